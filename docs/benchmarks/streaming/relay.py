"""A TCP relay on loopback that makes the other end as far away as a round trip says; everything it leaves to chance comes from a seed."""
import asyncio
import random
import threading


class Relay:
    """Adds half a round trip each way. A call takes a whole one before the caller's first byte can leave, as TCP's own greeting does.

    Not modelled: TCP's windows (a flight is as large as what was written) and losses.
    """

    def __init__(self, target_port, round_trip_seconds, jitter_seconds=0.0, seed=1):
        self.target, self.trip, self.jitter = target_port, round_trip_seconds, jitter_seconds
        self.random = random.Random(seed)
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self.called, "127.0.0.1", 0, backlog=256), self.loop).result()
        self.port = self.server.sockets[0].getsockname()[1]

    async def called(self, reader, writer):
        now = self.loop.time()
        await asyncio.sleep(self.trip / 2)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(self.carry(reader, far_writer, now + self.trip), self.carry(far_reader, writer, now))

    async def carry(self, reader, writer, not_before):
        """What is read now is written half a round trip later, in order."""
        flying = asyncio.Queue()
        landing = asyncio.ensure_future(self.land(flying, writer))
        due = 0.0
        while True:
            try:
                data = await reader.read(1 << 18)
            except OSError:
                data = b""
            sent = max(self.loop.time(), not_before)
            due = max(due, sent + self.trip / 2 + self.random.uniform(0, self.jitter))
            flying.put_nowait((due, data))
            if not data:
                break
        await landing

    async def land(self, flying, writer):
        while True:
            due, data = await flying.get()
            await asyncio.sleep(max(0.0, due - self.loop.time()))
            try:
                if not data:
                    writer.close()
                    return
                writer.write(data)
                await writer.drain()
            except OSError:
                return

    def close(self):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
