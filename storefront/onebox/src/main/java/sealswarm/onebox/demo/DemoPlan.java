package sealswarm.onebox.demo;

import java.nio.file.Path;
import java.util.Optional;
import sealswarm.onebox.serve.ShopPorts;

/**
 * How a run is to be made.
 *
 * @param data its directory, emptied
 * @param ports where the shop listens
 * @param keycloakZip the identity server's distribution
 * @param keycloakCache where the built distribution is kept
 * @param launcher the {@code sealswarm} script
 * @param film a media file to use as the film
 * @param skips what becomes of a step whose outside program is not installed
 */
public record DemoPlan(
        Path data,
        ShopPorts ports,
        Path keycloakZip,
        Path keycloakCache,
        Path launcher,
        Optional<OwnFilm> film,
        Skips skips) {}
