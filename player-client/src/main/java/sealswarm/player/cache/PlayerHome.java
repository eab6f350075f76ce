package sealswarm.player.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import sealswarm.console.exit.Refusal;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.Id16;
import sealswarm.format.key.Info;
import sealswarm.format.key.TitleId;

/**
 * The files of one account at one license server: device keys, sealed state, licenses, manifests, receipt log, ciphertext. Nothing
 * in it is plaintext of a title.
 */
public final class PlayerHome implements AutoCloseable {
    private static final int KEYS_BYTES = 64 * 1024;
    private static final int STATE_BYTES = 16 << 20;
    private static final int LICENSE_BYTES = 1 << 20;
    private static final int MANIFEST_BYTES = 6 << 20;
    private static final int SMALL_BYTES = 1 << 20;

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;

    private PlayerHome(Path directory, FileChannel lockFile, FileLock lock) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens the home of an account below {@code data}, and holds it against other players until it is closed.
     *
     * @throws Refusal exit 1 if another player runs on it
     */
    public static PlayerHome open(Path data, String iss, String account) throws IOException {
        Path directory = directory(data, iss, account);
        Files.createDirectories(directory, PrivateFile.DIRECTORY_MODE);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(directory.resolve("lock"), options, PrivateFile.FILE_MODE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new PlayerHome(directory, channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw busy(directory).causedBy(e);
        }
        channel.close();
        throw busy(directory);
    }

    private static Path directory(Path data, String iss, String account) {
        return data.resolve(Id16.of(Info.of("sealswarm/1/player-home", iss, account)));
    }

    /** The grants as last seen, readable and writable also while a player runs. */
    public static PrivateFile library(Path data, String iss, String account) {
        return new PrivateFile(directory(data, iss, account).resolve("library.json"), SMALL_BYTES * 4);
    }

    private static Refusal busy(Path directory) {
        return Refusal.failure(
                "player-busy", "another player uses " + directory, "stop it, or give this one another --data");
    }

    /** The device's two seeds. */
    public PrivateFile deviceKeys() {
        return new PrivateFile(directory.resolve("device.json"), KEYS_BYTES);
    }

    /** The secret of the player's keys among peers. */
    public PrivateFile peerSecret() {
        return new PrivateFile(directory.resolve("peers.key"), KEYS_BYTES);
    }

    /** The server's certificate of the device. */
    public PrivateFile deviceCertificate() {
        return new PrivateFile(directory.resolve("device-cert.json"), KEYS_BYTES);
    }

    /** What the device keeps sealed. */
    public PrivateFile deviceState() {
        return new PrivateFile(directory.resolve("state.sealed"), STATE_BYTES);
    }

    /** The latest license answer for a title, with its swarms. */
    public PrivateFile license(TitleId title) {
        return new PrivateFile(directory.resolve("licenses").resolve(title.text() + ".json"), LICENSE_BYTES * 4);
    }

    /** The manifest envelope of a title. */
    public PrivateFile manifest(TitleId title) {
        return new PrivateFile(directory.resolve("manifests").resolve(title.text() + ".json"), MANIFEST_BYTES);
    }

    /** Resume positions and page settings. */
    public PrivateFile positions() {
        return new PrivateFile(directory.resolve("positions.json"), SMALL_BYTES);
    }

    /** Bytes given and fetched over all runs. */
    public PrivateFile trafficTotals() {
        return new PrivateFile(directory.resolve("traffic.json"), KEYS_BYTES);
    }

    /** The receipt log. */
    public Path receiptLog() {
        return directory.resolve("receipts.log");
    }

    /** The last acknowledgement of the server. */
    public PrivateFile receiptHead() {
        return new PrivateFile(directory.resolve("receipts.head"), KEYS_BYTES);
    }

    /** Directory of a title's ciphertext, one file per track. */
    public Path ciphertext(TitleId title) throws IOException {
        return Files.createDirectories(
                directory.resolve("ciphertext").resolve(title.text()), PrivateFile.DIRECTORY_MODE);
    }

    public Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        lockFile.close();
    }
}
