// libFuzzer target: columns of history. Any records, also foreign bytes, come back; any bytes are refused or hold
// records that come back.
#include "tests/fusion/observations.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/history/columns.hpp"

using namespace dalian;
using dalian::fuzz::require;

namespace {

history::Record record(std::uint8_t tag, std::string_view bytes) {
  bool const batch = (tag & 1) == 0;
  return {batch ? history::RecordKind::batch : history::RecordKind::report,
          fusion::at(tag),
          "ais",
          7U + (tag & 2),
          batch ? 1U + tag : 0U,
          batch ? 1U + (tag & 4) : 0U,
          std::string(bytes)};
}

std::vector<history::Record> records(std::string_view input) {
  std::vector<history::Record> out;
  for (auto const& piece : fuzz::pieces(input))
    out.push_back(record(piece.tag, piece.bytes));
  return out;
}

void check_records(std::string_view input) {
  auto const in = records(input);
  require(history::decode_columns(history::encode_columns(in)) == in);
}

void check_bytes(std::string_view bytes) {
  auto const summary = history::describe_columns(bytes);
  auto const out = history::decode_columns(bytes);
  if (!out) return;
  require(summary && summary->records == out->size());
  require(history::decode_columns(history::encode_columns(*out)) == out);
}

} // namespace

/// The first byte: 'r' records, else the bytes of a block.
std::vector<std::string> fuzz::seeds() {
  auto const ship = fusion::fix("mmsi:412345678", 1, {500'000, 4'300'000});
  auto meter = fusion::observation("meter:1", 1, wire::SENSOR);
  meter.mutable_sensor()->set_quantity("power_kw");
  meter.mutable_sensor()->set_number(12.5);
  auto const batch = fusion::batch("ais", {ship, meter}).SerializeAsString();
  auto const two = piece(0, batch) + piece(4, batch) + piece(1, "");
  auto const few = piece(0, batch);
  return {"r" + two, "r" + few, "c" + history::encode_columns(records(two)),
          "c" + history::encode_columns(records(few))};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  auto const rest = fuzz::text(data + 1, size - 1);
  if (data[0] == 'r')
    check_records(rest);
  else
    check_bytes(rest);
  return 0;
}
