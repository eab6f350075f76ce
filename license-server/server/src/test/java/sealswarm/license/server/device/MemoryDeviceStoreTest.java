package sealswarm.license.server.device;

class MemoryDeviceStoreTest extends DeviceStoreContract {
    @Override
    DeviceStore store() {
        return new MemoryDeviceStore();
    }
}
