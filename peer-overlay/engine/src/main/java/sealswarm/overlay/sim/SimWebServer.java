package sealswarm.overlay.sim;

import java.util.List;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;

/** The web server of a machine that has the track: answers ranges from its disk, over as many connections as come. */
final class SimWebServer {
    /** Where it listens. */
    static final int PORT = 8_082;

    private final SimHost host;
    private final SimDisk disk;

    private SimWebServer(SimHost host, SimDisk disk) {
        this.host = host;
        this.disk = disk;
    }

    /** Starts to serve. */
    static SimWebServer start(SimNet net, SimHost host, SimDisk disk) {
        SimWebServer server = new SimWebServer(host, disk);
        net.listen(host, PORT, server::accept);
        return server;
    }

    SimHost host() {
        return host;
    }

    private void accept(SimSocket socket) {
        socket.listen(new SimSocket.Events() {
            @Override
            public void arrived(List<Parcel> parcels) {
                for (Parcel parcel : parcels) {
                    if (parcel instanceof Parcel.RangeCall call) {
                        answer(socket, call);
                    }
                }
            }

            @Override
            public void drained() {}

            @Override
            public void closed() {}
        });
    }

    private void answer(SimSocket socket, Parcel.RangeCall call) {
        long end = call.offset() + call.lengthBytes();
        for (long at = call.offset(); at < end; at += TrackLayout.BLOCK) {
            int length = (int) Math.min(TrackLayout.BLOCK, end - at);
            disk.read(at, length, read -> read.ifPresent(data -> send(socket, data)));
        }
    }

    private static void send(SimSocket socket, BlockData data) {
        socket.send(new Parcel.RangeBytes(data));
    }
}
