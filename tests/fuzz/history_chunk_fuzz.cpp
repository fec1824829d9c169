// libFuzzer target: the blob of a chunk. What is whole, packed again, is the same bytes.
#include "tests/fuzz/fuzz.hpp"
#include "twin/history/chunk.hpp"

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  history::Record record{history::RecordKind::batch, from_unix_ns(1'790'000'000'000'000'000), "ais", 7, 1, 2, "bytes"};
  auto chunk = history::start_chunk(record);
  record.first_seq = 3;
  history::add(chunk, record);
  return {chunk.blob};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  history::Chunk chunk, again;
  chunk.blob = fuzz::text(data, size);
  auto const unpacked = history::unpack(chunk, [&](history::Record&& record) {
    if (again.blob.empty())
      again = history::start_chunk(record);
    else
      history::add(again, record);
    return true;
  });
  if (unpacked.whole) require(again.blob == chunk.blob && again.records * std::size_t{24} <= size);
  require(chunk.blob.starts_with(again.blob));
  return 0;
}
