#pragma once
// A row of the history: consecutive records of one kind, source and connector start, as one blob with a checksum over
// everything in the row. Knows neither SQL nor files.
#include "twin/history/history_store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace dalian::history {

struct Chunk {
  std::int64_t seq = 0; // of the whole history, in arrival order
  RecordKind kind = RecordKind::batch;
  std::string source;
  std::uint64_t epoch = 0;
  Instant t0{}, t1{};                        // earliest and latest t_twin in it
  std::uint64_t first_seq = 0, last_seq = 0; // of the observations in it
  std::uint32_t n = 0;                       // observations in it
  std::uint32_t records = 0;
  std::string blob; // per record: t_twin (8 bytes), first_seq (8), n (4), size (4), then the bytes; little endian
};

/// The CRC-32 (ISO 3309, as zlib computes it) of all fields of the row.
std::uint32_t checksum(Chunk const& chunk);

/// May `record` follow what is in `chunk`? Same kind, source, epoch and UTC day, and neither 256 observations nor
/// 64 kB passed.
bool belongs(Chunk const& chunk, Record const& record);

/// Of the records alone, without their headers.
std::size_t payload_bytes(Chunk const& chunk);

Chunk start_chunk(Record const& record);
void add(Chunk& chunk, Record const& record);

/// Hands out the records in order until `visit` returns false; false in `whole` when the layout is broken.
struct Unpacked {
  bool whole = true;
  bool stopped = false;
};
Unpacked unpack(Chunk const& chunk, std::function<bool(Record&&)> const& visit);

} // namespace dalian::history
