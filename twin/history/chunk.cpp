#include "twin/history/chunk.hpp"

#include "twin/history/bytes.hpp"

#include <algorithm>
#include <chrono>

namespace dalian::history {
namespace {

constexpr std::uint32_t kMaxObservations = 256;
constexpr std::size_t kMaxBytes = 64 << 10;
constexpr std::size_t kHeaderBytes = 24;
constexpr std::uint32_t kWorthRoom = 32; // observations: who brings so many at once soon brings more; others may not

bool same_day(Instant a, Instant b) {
  return std::chrono::floor<std::chrono::days>(a) == std::chrono::floor<std::chrono::days>(b);
}

} // namespace

std::uint32_t checksum(Chunk const& c) {
  std::string head;
  for (std::uint64_t const value :
       {static_cast<std::uint64_t>(c.seq), static_cast<std::uint64_t>(c.kind), c.epoch,
        static_cast<std::uint64_t>(to_unix_ns(c.t0)), static_cast<std::uint64_t>(to_unix_ns(c.t1)), c.first_seq,
        std::uint64_t{c.n}, std::uint64_t{c.source.size()}, std::uint64_t{c.blob.size()}})
    put(head, value, 8);
  return crc32_of(crc32_of(crc32_of(0, head), c.source), c.blob);
}

bool belongs(Chunk const& c, Record const& r) {
  return c.kind == r.kind && c.epoch == r.epoch && c.source == r.source && same_day(c.t0, r.t_twin) &&
         c.n + std::uint64_t{r.n} <= kMaxObservations && c.blob.size() + kHeaderBytes + r.bytes.size() <= kMaxBytes;
}

std::size_t payload_bytes(Chunk const& c) {
  return c.blob.size() - kHeaderBytes * c.records;
}

Chunk start_chunk(Record const& r) {
  Chunk c;
  c.kind = r.kind;
  c.source = r.source;
  c.epoch = r.epoch;
  c.t0 = c.t1 = r.t_twin;
  c.first_seq = r.first_seq;
  if (r.n >= kWorthRoom) c.blob.reserve(std::min(kMaxBytes, kMaxObservations / r.n * (kHeaderBytes + r.bytes.size())));
  add(c, r);
  return c;
}

void add(Chunk& c, Record const& r) {
  c.t0 = std::min(c.t0, r.t_twin);
  c.t1 = std::max(c.t1, r.t_twin);
  c.n += r.n;
  ++c.records;
  if (r.n > 0) c.last_seq = std::max(c.last_seq, r.first_seq + r.n - 1);
  put(c.blob, static_cast<std::uint64_t>(to_unix_ns(r.t_twin)), 8);
  put(c.blob, r.first_seq, 8);
  put(c.blob, r.n, 4);
  put(c.blob, r.bytes.size(), 4);
  c.blob += r.bytes;
}

Unpacked unpack(Chunk const& c, std::function<bool(Record&&)> const& visit) {
  std::size_t at = 0;
  while (at < c.blob.size()) {
    if (c.blob.size() - at < kHeaderBytes) return {.whole = false};
    Record r;
    r.kind = c.kind;
    r.source = c.source;
    r.epoch = c.epoch;
    r.t_twin = from_unix_ns(static_cast<std::int64_t>(get(c.blob, at, 8)));
    r.first_seq = get(c.blob, at + 8, 8);
    r.n = static_cast<std::uint32_t>(get(c.blob, at + 16, 4));
    std::uint64_t const size = get(c.blob, at + 20, 4);
    at += kHeaderBytes;
    if (size > c.blob.size() - at) return {.whole = false};
    r.bytes = c.blob.substr(at, size);
    at += size;
    if (!visit(std::move(r))) return {.stopped = true};
  }
  return {};
}

} // namespace dalian::history
