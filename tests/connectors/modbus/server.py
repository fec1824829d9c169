"""A Modbus TCP server of pymodbus with known registers. Usage: server.py PORT; prints "ready".

Unit 1: input registers 0 and 1 hold a float, holding register 10 a scaled number, coil 3 is set. Reads beyond 99 are
exception 2. Unit 9 does not answer.
"""
import asyncio
import struct
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncTcpServer


def unit():
    inputs, holding, coils = [0] * 100, [0] * 100, [False] * 100
    inputs[0:2] = struct.unpack(">HH", struct.pack(">f", 41.5))
    holding[10] = 65535 - 249  # -250 as a 16-bit number
    coils[3] = True
    return ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [False] * 100),
        co=ModbusSequentialDataBlock(0, coils),
        hr=ModbusSequentialDataBlock(0, holding),
        ir=ModbusSequentialDataBlock(0, inputs),
        zero_mode=True,
    )


async def main():
    context = ModbusServerContext(slaves={1: unit()}, single=False)
    port = int(sys.argv[1])
    server = asyncio.create_task(StartAsyncTcpServer(context=context, address=("127.0.0.1", port),
                                                     ignore_missing_slaves=True, allow_reuse_address=True))
    while not server.done():
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            print("ready", flush=True)
            break
        except OSError:
            await asyncio.sleep(0.05)
    await server


asyncio.run(main())
