package sealswarm.storefront.order;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.regex.Pattern;
import sealswarm.license.device.DeviceId;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.Notice;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * The buyer's devices, seen and freed with the buyer's own token.
 *
 * <pre>
 * GET  /devices              role buyer
 * POST /devices/{id}/remove  role buyer: 303 to /devices
 * </pre>
 */
public final class DeviceRoutes {
    private static final Pattern DEVICE_ID = Pattern.compile("[0-9a-f]{32}");

    private final Pages pages;
    private final LicenseDesk license;

    /** Routes over the license server. */
    public DeviceRoutes(Pages pages, LicenseDesk license) {
        this.pages = pages;
        this.license = license;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Gate buyer = Gate.of(Role.BUYER);
        Shell.page(router, "/devices", buyer, this::list);
        router.post("/devices/:deviceId/remove").handler(buyer).handler(this::remove);
    }

    private void list(RoutingContext context) {
        license.as(SignedIn.of(context), api -> api.devices())
                .compose(found -> pages.show(context, "devices.jte", "devices.title", Map.of("found", found)))
                .onFailure(context::fail);
    }

    private void remove(RoutingContext context) {
        String deviceId = context.pathParam("deviceId");
        if (!DEVICE_ID.matcher(deviceId).matches()) {
            context.fail(PageRefusal.notFound());
            return;
        }
        license.as(SignedIn.of(context), api -> {
                    api.removeDevice(new DeviceId(deviceId));
                    return deviceId;
                })
                .compose(removed -> Pages.sendOn(context, Notice.DEVICE_REMOVED.on("/devices")))
                .onFailure(context::fail);
    }
}
