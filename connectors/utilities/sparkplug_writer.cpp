#include "connectors/utilities/sparkplug_writer.hpp"

#include <bit>

namespace dalian::utilities {
namespace {

// Protocol buffers' wire format: a key of field · 8 + kind; numbers of fields are the standard's.
constexpr unsigned kVarint = 0, kFixed64 = 1, kBytes = 2;
constexpr unsigned kPayloadTimestamp = 1, kPayloadMetric = 2, kPayloadSeq = 3;
constexpr unsigned kName = 1, kAlias = 2, kTimestamp = 3, kDatatype = 4, kLongValue = 11, kDoubleValue = 13,
                   kBooleanValue = 14;
constexpr std::uint64_t kInt64 = 4, kDouble = 10, kBoolean = 11; // datatypes

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void put_number(std::string& out, unsigned field, std::uint64_t value) {
  put_varint(out, field << 3 | kVarint);
  put_varint(out, value);
}

void put_bytes(std::string& out, unsigned field, std::string_view bytes) {
  put_varint(out, field << 3 | kBytes);
  put_varint(out, bytes.size());
  out += bytes;
}

void put_double(std::string& out, unsigned field, double value) {
  put_varint(out, field << 3 | kFixed64);
  auto const bits = std::bit_cast<std::uint64_t>(value);
  for (int i = 0; i < 8; ++i)
    out += static_cast<char>(bits >> (8 * i));
}

std::string metric(SparkplugMetric const& m, std::uint64_t t_ms, bool birth) {
  std::string out;
  if (birth) put_bytes(out, kName, m.name);
  put_number(out, kAlias, m.alias);
  put_number(out, kTimestamp, t_ms);
  if (birth) put_number(out, kDatatype, kDouble);
  put_double(out, kDoubleValue, m.value);
  return out;
}

std::string birth_sequence(std::uint64_t birth) {
  std::string out;
  put_bytes(out, kName, "bdSeq");
  put_number(out, kDatatype, kInt64);
  put_number(out, kLongValue, birth);
  return out;
}

std::string payload(std::uint64_t t_ms, std::vector<std::string> const& metrics, std::optional<std::uint8_t> seq) {
  std::string out;
  put_number(out, kPayloadTimestamp, t_ms);
  for (auto const& m : metrics)
    put_bytes(out, kPayloadMetric, m);
  if (seq) put_number(out, kPayloadSeq, *seq);
  return out;
}

std::string of_metrics(std::uint64_t t_ms, std::uint8_t seq, std::vector<SparkplugMetric> const& metrics, bool birth) {
  std::vector<std::string> written;
  written.reserve(metrics.size());
  for (auto const& m : metrics)
    written.push_back(metric(m, t_ms, birth));
  return payload(t_ms, written, seq);
}

} // namespace

std::string sparkplug_birth(std::uint64_t t_ms, std::uint8_t seq, std::vector<SparkplugMetric> const& metrics) {
  return of_metrics(t_ms, seq, metrics, true);
}

std::string sparkplug_data(std::uint64_t t_ms, std::uint8_t seq, std::vector<SparkplugMetric> const& metrics) {
  return of_metrics(t_ms, seq, metrics, false);
}

std::string sparkplug_node_birth(std::uint64_t t_ms, std::uint64_t birth) {
  std::string rebirth;
  put_bytes(rebirth, kName, "Node Control/Rebirth");
  put_number(rebirth, kTimestamp, t_ms);
  put_number(rebirth, kDatatype, kBoolean);
  put_number(rebirth, kBooleanValue, 0);
  return payload(t_ms, {birth_sequence(birth), rebirth}, std::uint8_t{0});
}

std::string sparkplug_node_death(std::uint64_t birth) {
  std::string out;
  put_bytes(out, kPayloadMetric, birth_sequence(birth));
  return out;
}

} // namespace dalian::utilities
