#!/usr/bin/env python3
"""An MCAP reader written from the specification (mcap.dev/spec) alone, to check our writer. Usage: read_mcap.py FILE.

Checks magic, every checksum, every offset of the indexes and the statistics; decodes messages by the schema in the file.
Prints one JSON object; what is wrong ends it with a message and exit status 1.
"""
import json
import struct
import sys
import zlib

import zstandard
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

MAGIC = b"\x89MCAP0\r\n"


class Fields:
    def __init__(self, data):
        self.data, self.at = data, 0

    def number(self, size):
        value = int.from_bytes(self.data[self.at:self.at + size], "little")
        self.at += size
        return value

    def bytes(self, prefix=4):
        size = self.number(prefix)
        self.at += size
        assert self.at <= len(self.data), "a length points beyond its record"
        return self.data[self.at - size:self.at]

    def text(self):
        return self.bytes().decode("utf-8")

    def map(self, key, value):
        inner, out = Fields(self.bytes()), {}
        while inner.at < len(inner.data):
            k = key(inner)
            assert k not in out, "a key twice"
            out[k] = value(inner)
        return out


def records(data, begin, end):
    while begin < end:
        op, size = data[begin], struct.unpack_from("<Q", data, begin + 1)[0]
        yield op, begin, data[begin + 9:begin + 9 + size]
        begin += 9 + size
    assert begin == end, "the last record runs over the end"


class Reader:
    def __init__(self, data):
        self.data, self.schemas, self.channels = data, {}, {}
        self.messages, self.chunks = [], {}

    def read(self):
        data = self.data
        assert data[:8] == MAGIC and data[-8:] == MAGIC, "magic"
        footer = Fields(data[-8 - 20:-8])
        assert data[-8 - 29] == 2 and struct.unpack_from("<Q", data, len(data) - 36)[0] == 20, "footer"
        summary, offsets, crc = footer.number(8), footer.number(8), footer.number(4)
        assert zlib.crc32(data[summary:len(data) - 12]) == crc, "summary checksum"
        self.read_data(summary)
        self.read_summary(summary, offsets)
        groups = {}
        for op, _, content in records(data, offsets, len(data) - 37):
            f = Fields(content)
            assert op == 0x0E, "only summary offsets there"
            group = f.number(1)
            groups[group] = (f.number(8), f.number(8))
        for op, (start, length) in groups.items():
            assert {o for o, _, _ in records(data, start, start + length)} == {op}, "a group of one opcode"
        assert sum(length for _, length in groups.values()) == offsets - summary, "groups cover the summary"

    def schema_or_channel(self, op, content):
        if op not in (3, 4):
            return
        f = Fields(content)
        number = f.number(2)
        if op == 3:
            self.schemas[number] = (f.text(), f.text(), f.bytes())
        else:
            self.channels[number] = (f.number(2), f.text(), f.text(), f.map(Fields.text, Fields.text))

    def read_data(self, summary):
        last_chunk = None
        for op, at, content in records(self.data, 8, summary):
            f = Fields(content)
            if op == 1:
                self.library = (f.text(), f.text())[1]
            elif op == 6:
                last_chunk = at
                self.read_chunk(at, content)
            elif op == 7:
                channel, inner = f.number(2), Fields(f.bytes())
                pairs = [(inner.number(8), inner.number(8)) for _ in range(len(inner.data) // 16)]
                chunk = self.chunks[last_chunk]
                assert pairs == sorted(pairs, key=lambda p: p[0]), "index by time"
                assert sorted(pairs) == sorted(chunk["places"][channel]), "index names every message"
                chunk["indexes"][channel] = at
            elif op == 15:
                assert zlib.crc32(self.data[:at]) == f.number(4), "data checksum"
            else:
                raise AssertionError(f"opcode {op} in the data section")

    def read_chunk(self, at, content):
        f = Fields(content)
        start, end, size, crc, compression = f.number(8), f.number(8), f.number(8), f.number(4), f.text()
        assert compression == "zstd"
        inner = zstandard.ZstdDecompressor().decompress(f.bytes(8), max_output_size=size)
        assert len(inner) == size and zlib.crc32(inner) == crc, "chunk checksum"
        places = {}
        for op, place, record in records(inner, 0, size):
            self.schema_or_channel(op, record)
            if op != 5:
                continue
            m = Fields(record)
            channel, sequence, log, publish = m.number(2), m.number(4), m.number(8), m.number(8)
            assert channel in self.channels and start <= log <= end
            places.setdefault(channel, []).append((log, place))
            self.messages.append((channel, sequence, log, publish, record[m.at:]))
        self.chunks[at] = {"places": places, "indexes": {}, "start": start, "end": end, "length": 9 + len(content)}

    def read_summary(self, summary, offsets):
        schemas, channels = dict(self.schemas), dict(self.channels)
        self.schemas, self.channels, seen = {}, {}, 0
        for op, _, content in records(self.data, summary, offsets):
            self.schema_or_channel(op, content)
            f = Fields(content)
            if op == 8:
                start, end, at, length = (f.number(8) for _ in range(4))
                chunk = self.chunks[at]
                assert (start, end, length) == (chunk["start"], chunk["end"], chunk["length"]), "chunk index"
                assert f.map(lambda k: k.number(2), lambda v: v.number(8)) == chunk["indexes"], "index offsets"
                seen += 1
            elif op == 11:
                counts = {}
                for message in self.messages:
                    counts[message[0]] = counts.get(message[0], 0) + 1
                assert f.number(8) == len(self.messages) and f.number(2) == len(schemas)
                assert f.number(4) == len(channels) and f.number(4) == 0 and f.number(4) == 0
                assert f.number(4) == len(self.chunks)
                times = [m[2] for m in self.messages] or [0]
                assert (f.number(8), f.number(8)) == (min(times), max(times))
                assert f.map(lambda k: k.number(2), lambda v: v.number(8)) == counts
        assert seen == len(self.chunks) and (schemas, channels) == (self.schemas, self.channels)

    def decode(self, message):
        schema, topic, encoding, metadata = self.channels[message[0]]
        name, kind, data = self.schemas[schema]
        assert encoding == kind == "protobuf"
        pool = descriptor_pool.DescriptorPool()
        for file in descriptor_pb2.FileDescriptorSet.FromString(data).file:
            pool.Add(file)
        decoded = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName(name))()
        decoded.ParseFromString(message[4])
        return {"topic": topic, "metadata": metadata, "sequence": message[1], "log_time": message[2],
                "publish_time": message[3],
                "observation": json_format.MessageToDict(decoded, preserving_proto_field_name=True)}


def main():
    with open(sys.argv[1], "rb") as file:
        reader = Reader(file.read())
    reader.read()
    print(json.dumps({"chunks": len(reader.chunks), "messages": len(reader.messages), "library": reader.library,
                      "topics": sorted({c[1] for c in reader.channels.values()}),
                      "first": reader.decode(reader.messages[0]) if reader.messages else None}))


if __name__ == "__main__":
    main()
