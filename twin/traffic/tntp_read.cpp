#include "twin/traffic/tntp.hpp"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <span>

namespace dalian::traffic {
namespace {

constexpr std::uint32_t kMostNodes = 50'000'000; // a declared number beyond it is damage, not a network

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == ',';
}

/// Goes through a text line by line, without what follows a '~'.
class Lines {
 public:
  Lines(std::string_view text, std::string const& name) : rest_(text), name_(name) {}

  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    ++number_;
    auto const end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    return line.substr(0, line.find('~'));
  }
  Error error(std::string const& what) const { return {fmt::format("{}:{}: {}", name_, number_, what)}; }

 private:
  std::string_view rest_;
  std::string const& name_;
  std::size_t number_ = 0;
};

/// The next word of a line; `separators` are words of their own.
std::string_view take_word(std::string_view& line, std::string_view separators) {
  std::size_t begin = 0;
  while (begin < line.size() && is_space(line[begin]))
    ++begin;
  std::size_t end = begin;
  if (end < line.size() && separators.find(line[end]) != std::string_view::npos) {
    ++end;
  } else {
    while (end < line.size() && !is_space(line[end]) && separators.find(line[end]) == std::string_view::npos)
      ++end;
  }
  std::string_view const word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

std::optional<double> number(std::string_view word) {
  double value = 0;
  auto const [end, bad] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (bad != std::errc() || end != word.data() + word.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// A node of the file, counted from 1, as an index below `count`.
std::optional<std::uint32_t> node(std::string_view word, std::uint64_t count) {
  std::uint32_t value = 0;
  auto const [end, bad] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (bad != std::errc() || end != word.data() + word.size() || value < 1 || value > count) return std::nullopt;
  return value - 1;
}

using Metadata = std::map<std::string, std::string, std::less<>>;

Result<Metadata> read_metadata(Lines& lines) {
  Metadata out;
  while (auto line = lines.next()) {
    auto const open = line->find('<'), close = line->find('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
      if (take_word(*line, "").empty()) continue;
      return lines.error("a line of the form <FIELD> value, or <END OF METADATA>, belongs here");
    }
    std::string const field(line->substr(open + 1, close - open - 1));
    if (field == "END OF METADATA") return out;
    std::string_view value = line->substr(close + 1);
    out[field] = take_word(value, "");
  }
  return lines.error("the file ends before <END OF METADATA>");
}

Result<std::uint32_t> count_of(Metadata const& metadata, char const* field, Lines const& lines) {
  auto const at = metadata.find(field);
  if (at == metadata.end()) return lines.error(fmt::format("<{}> is missing", field));
  auto const value = node(at->second, kMostNodes);
  if (!value)
    return lines.error(fmt::format("<{}> is \"{}\", not a number from 1 to {}", field, at->second, kMostNodes));
  return *value + 1;
}

constexpr char const* kFields[] = {"init_node", "term_node", "capacity", "length", "free_flow_time",
                                   "b",         "power",     "speed",    "toll",   "link_type"};

Result<Link> read_link(std::string_view line, std::size_t nodes, Lines const& lines) {
  Link link;
  auto const end_of = [&](int field) -> std::optional<Error> {
    auto const word = take_word(line, ";");
    auto const at = node(word, nodes);
    if (!at) return lines.error(fmt::format("{}: \"{}\" is not a node from 1 to {}", kFields[field], word, nodes));
    (field == 0 ? link.tail : link.head) = *at;
    return std::nullopt;
  };
  for (int field : {0, 1})
    if (auto error = end_of(field)) return *error;
  double type = 1;
  double* const target[] = {&link.capacity, &link.length, &link.free_time, &link.b,
                            &link.power,    &link.speed,  &link.toll,      &type};
  for (int i = 0; i < 8; ++i) {
    auto const word = take_word(line, ";");
    if (i >= 5 && (word.empty() || word == ";")) break; // speed, toll and type may be left out
    auto const value = number(word);
    if (!value || *value < 0)
      return lines.error(fmt::format("{}: \"{}\" is not a number of 0 or more", kFields[i + 2], word));
    *target[i] = *value;
  }
  if (!(type <= 1e6)) return lines.error(fmt::format("link_type: {} is beyond 1000000", type));
  link.type = static_cast<int>(type);
  return link;
}

bool is_blank(std::string_view line) {
  return take_word(line, "").empty();
}

} // namespace

Result<Network> read_network(std::string_view text, std::string const& name) {
  Lines lines(text, name);
  auto const metadata = read_metadata(lines);
  if (!metadata) return Error{metadata.error()};
  auto const zones = count_of(*metadata.operator->(), "NUMBER OF ZONES", lines);
  auto const nodes = count_of(*metadata.operator->(), "NUMBER OF NODES", lines);
  auto const through = count_of(*metadata.operator->(), "FIRST THRU NODE", lines);
  auto const links = count_of(*metadata.operator->(), "NUMBER OF LINKS", lines);
  for (auto const* count : {&zones, &nodes, &through, &links})
    if (!*count) return Error{count->error()};
  if (zones.value() > nodes.value()) return lines.error("more zones than nodes");
  if (nodes.value() > text.size() * 8 + 1024) return lines.error("far more nodes declared than the file has room for");
  Network network;
  network.zones = zones.value();
  network.first_through = through.value() - 1;
  network.nodes.resize(nodes.value());
  while (auto const line = lines.next()) {
    if (is_blank(*line)) continue;
    auto const link = read_link(*line, nodes.value(), lines);
    if (!link) return Error{link.error()};
    network.links.push_back(link.value());
  }
  if (network.links.size() != links.value())
    return lines.error(fmt::format("{} links, but <NUMBER OF LINKS> says {}", network.links.size(), links.value()));
  number_keys(network);
  return network;
}

Result<std::vector<Trip>> read_trips(std::string_view text, std::string const& name, Network const& network) {
  Lines lines(text, name);
  auto const metadata = read_metadata(lines);
  if (!metadata) return Error{metadata.error()};
  std::vector<Trip> trips;
  std::optional<std::uint32_t> origin;
  auto const zone = [&](std::string_view word, char const* field) -> Result<std::uint32_t> {
    auto const at = node(word, network.zones);
    if (!at) return lines.error(fmt::format("{}: \"{}\" is not a zone from 1 to {}", field, word, network.zones));
    return *at;
  };
  while (auto line = lines.next()) {
    for (auto word = take_word(*line, ":;"); !word.empty(); word = take_word(*line, ":;")) {
      if (word == ";") continue;
      if (word == "Origin") {
        auto const at = zone(take_word(*line, ":;"), "Origin");
        if (!at) return Error{at.error()};
        origin = at.value();
        continue;
      }
      if (!origin) return lines.error("\"Origin N\" belongs before the first destination");
      auto const destination = zone(word, "destination");
      if (!destination) return Error{destination.error()};
      if (take_word(*line, ":;") != ":") return lines.error("\":\" belongs between destination and flow");
      auto const flow = take_word(*line, ":;");
      auto const amount = number(flow);
      if (!amount || *amount < 0) return lines.error(fmt::format("flow: \"{}\" is not a number of 0 or more", flow));
      if (*amount > 0) trips.push_back({*origin, destination.value(), *amount});
    }
  }
  return trips;
}

Result<std::vector<LinkFlow>> read_flows(std::string_view text, std::string const& name) {
  Lines lines(text, name);
  std::vector<LinkFlow> flows;
  bool first = true;
  while (auto line = lines.next()) {
    if (is_blank(*line)) continue;
    std::string_view copy = *line;
    bool const heading = !node(take_word(copy, ";"), kMostNodes);
    if (std::exchange(first, false) && heading) continue;
    auto const tail = node(take_word(*line, ";"), kMostNodes), head = node(take_word(*line, ";"), kMostNodes);
    if (!tail || !head) return lines.error("From, To: two nodes, counted from 1, begin a line of flows");
    auto const flow = number(take_word(*line, ";")), cost = number(take_word(*line, ";"));
    if (!flow || !cost || *flow < 0) return lines.error("Volume, Cost: two numbers belong here, a flow of 0 or more");
    flows.push_back({*tail, *head, *flow, *cost});
  }
  return flows;
}

} // namespace dalian::traffic
