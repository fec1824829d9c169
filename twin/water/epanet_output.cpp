#include "twin/water/epanet_output.hpp"

#include <cstdint>
#include <cstring>

namespace dalian::water {
namespace {

constexpr std::int32_t kMagic = 516114521;
constexpr std::size_t kProlog = 15 * 4 + 3 * 80 + 2 * 260 + 2 * 32, kId = 32, kEpilog = 7 * 4;

std::int32_t integer(std::string_view bytes, std::size_t at) {
  std::int32_t out = 0;
  std::memcpy(&out, bytes.data() + at, 4);
  return out;
}

std::vector<float> floats(std::string_view bytes, std::size_t& at, std::size_t count) {
  std::vector<float> out(count);
  std::memcpy(out.data(), bytes.data() + at, 4 * count);
  at += 4 * count;
  return out;
}

std::vector<std::string> ids(std::string_view bytes, std::size_t at, std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    auto const id = bytes.substr(at + kId * i, kId);
    out.emplace_back(id.substr(0, id.find('\0')));
  }
  return out;
}

} // namespace

Result<EpanetOutput> read_epanet_output(std::string_view bytes, std::string const& name) {
  auto const bad = [&](char const* why) { return Error{name + ": no binary results of EPANET 2: " + why}; };
  if (bytes.size() < kProlog + kEpilog) return bad("too short");
  if (integer(bytes, 0) != kMagic || integer(bytes, bytes.size() - 4) != kMagic) return bad("wrong mark");
  std::int64_t const nodes = integer(bytes, 8), links = integer(bytes, 16), periods = integer(bytes, bytes.size() - 12);
  std::int64_t const start = integer(bytes, 48), step = integer(bytes, 52);
  auto const size = static_cast<std::int64_t>(bytes.size());
  if (nodes < 0 || links < 0 || periods < 0 || nodes > size || links > size) return bad("impossible counts");
  std::int64_t const period = 4 * (4 * nodes + 8 * links);
  std::int64_t const ids_end =
      static_cast<std::int64_t>(kProlog + kId) + static_cast<std::int64_t>(kId) * (nodes + links);
  if (period <= 0 || periods > size / period || ids_end + periods * period > size) return bad("cut short");
  EpanetOutput out;
  auto const node_count = static_cast<std::size_t>(nodes), link_count = static_cast<std::size_t>(links);
  out.nodes = ids(bytes, kProlog, node_count);
  out.links = ids(bytes, kProlog + kId * node_count, link_count);
  std::size_t at = bytes.size() - kEpilog - static_cast<std::size_t>(periods * period);
  for (std::int64_t p = 0; p < periods; ++p) {
    EpanetPeriod& now = out.periods.emplace_back();
    now.time_s = start + p * step;
    now.demand = floats(bytes, at, node_count);
    now.head = floats(bytes, at, node_count);
    now.pressure = floats(bytes, at, node_count);
    now.age = floats(bytes, at, node_count);
    now.flow = floats(bytes, at, link_count);
    at += 3 * 4 * link_count; // velocity, loss, quality
    now.status = floats(bytes, at, link_count);
    at += 3 * 4 * link_count; // setting, reaction, friction
  }
  return out;
}

} // namespace dalian::water
