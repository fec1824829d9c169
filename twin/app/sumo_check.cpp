#include "twin/app/sumo_check.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>

namespace dalian::app {
namespace {

using whatif::PeakHour;

// What is expected. GEH and its share: TAG unit M3.1 of the UK Department for Transport, of assigned against counted
// flows. The others are this project's: a static equilibrium knows no queue that spills back, so what is over capacity
// is left out of the times, and nobody stays out of the network for long.
constexpr double kGeh = 5, kGehShare = 85; // %, at least
constexpr double kNotFull = 0.8;           // flow over capacity
constexpr double kTimeLow = 0.8, kTimeHigh = 1.25;
constexpr double kKmLow = 0.9, kKmHigh = 1.1, kEntered = 95; // %, at least
constexpr double kFewest = 1;                                // vehicles/h on a link that is compared

/// The value of an attribute in a line of SUMO's output, which has an element a line.
std::optional<std::string_view> attribute(std::string_view line, std::string_view name) {
  auto const key = fmt::format(" {}=\"", name);
  auto const begin = line.find(key);
  if (begin == line.npos) return std::nullopt;
  auto const from = begin + key.size(), to = line.find('"', from);
  if (to == line.npos) return std::nullopt;
  return line.substr(from, to - from);
}

double number(std::string_view line, std::string_view name) {
  auto const text = attribute(line, name);
  double out = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), out);
  return out;
}

Result<std::string> read_whole(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{file.string() + ": cannot be read; did sumo run to its end?"};
  return std::move(text).str();
}

double median(std::vector<double> list) {
  if (list.empty()) return 0;
  auto const middle = list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2);
  std::nth_element(list.begin(), middle, list.end());
  return *middle;
}

/// A link in both.
struct Pair {
  double full = 0;                    // flow over capacity
  double simulated = 0, expected = 0; // vehicles/h
  double time_ratio = 0;              // 0 where nobody drove
};

class Comparison {
 public:
  Comparison(PeakHour const& peak, SumoScenario const& scenario, std::map<std::uint32_t, SumoEdge> const& edges,
             double hours)
      : peak_(peak), hours_(hours) {
    for (std::uint32_t const link : scenario.link_of) {
      auto const at = edges.find(link);
      add(link, at == edges.end() ? SumoEdge{} : at->second);
    }
  }

  void tell(SumoCheck& out) const {
    out.vehicle_km = km_, out.static_km = static_km_;
    out.vehicle_hours = hours_driven_, out.static_hours = static_hours_;
    for (auto const& [from, to] : {std::pair(0.0, 0.5), std::pair(0.5, kNotFull), std::pair(kNotFull, 1.0),
                                   std::pair(1.0, std::numeric_limits<double>::infinity())})
      out.bands.push_back(band(from, to));
    double const entered =
        out.planned > 0 ? 100.0 * static_cast<double>(out.inserted) / static_cast<double>(out.planned) : 0;
    char const* const ours = "this project's";
    out.expectations = {
        {"vehicles that came in", entered, kEntered, 100, "%", ours},
        {"links with GEH below 5", close_share(), kGehShare, 100, "%", "TAG unit M3.1, flows"},
        {"vehicle km over those of the equilibrium", static_km_ > 0 ? km_ / static_km_ : 0, kKmLow, kKmHigh, "", ours},
        {"minutes of links below 0.8 of capacity, over the equilibrium's, median", band(0, kNotFull).time_ratio,
         kTimeLow, kTimeHigh, "", ours}};
  }

 private:
  void add(std::uint32_t link, SumoEdge const& edge) {
    Pair pair;
    auto const& road = peak_.roads.links[link];
    for (auto const c : {whatif::kCar, whatif::kTruck, whatif::kBus})
      pair.expected += peak_.vehicles(c, link);
    pair.simulated = edge.vehicles / hours_;
    pair.full = peak_.solved.flow[link] / road.capacity;
    if (edge.minutes > 0) pair.time_ratio = edge.minutes / peak_.solved.time[link];
    km_ += edge.metres / 1e3 / hours_;
    hours_driven_ += edge.seconds / 3600 / hours_;
    static_km_ += pair.expected * road.length;
    static_hours_ += pair.expected * peak_.solved.time[link] / 60;
    if (pair.expected >= kFewest || pair.simulated >= kFewest) pairs_.push_back(pair);
  }

  SumoBand band(double from, double to) const {
    SumoBand out{from, to, 0, 0, 0};
    double simulated = 0, expected = 0;
    std::vector<double> times;
    for (Pair const& p : pairs_) {
      if (p.full < from || p.full >= to) continue;
      ++out.links;
      simulated += p.simulated, expected += p.expected;
      if (p.time_ratio > 0) times.push_back(p.time_ratio);
    }
    out.flow_ratio = expected > 0 ? simulated / expected : 0;
    out.time_ratio = median(std::move(times));
    return out;
  }

  double close_share() const {
    auto const close =
        std::count_if(pairs_.begin(), pairs_.end(), [](Pair const& p) { return geh(p.simulated, p.expected) < kGeh; });
    return pairs_.empty() ? 0 : 100.0 * static_cast<double>(close) / static_cast<double>(pairs_.size());
  }

  PeakHour const& peak_;
  double hours_;
  std::vector<Pair> pairs_;
  double km_ = 0, hours_driven_ = 0, static_km_ = 0, static_hours_ = 0;
};

} // namespace

double geh(double a, double b) {
  return a + b > 0 ? std::sqrt(2 * (a - b) * (a - b) / (a + b)) : 0;
}

Result<std::map<std::uint32_t, SumoEdge>> read_edge_data(std::string const& edges) {
  std::map<std::uint32_t, SumoEdge> out;
  std::istringstream in(edges);
  for (std::string line; std::getline(in, line);) {
    if (line.find("<edge ") == line.npos) continue;
    auto const id = attribute(line, "id");
    std::uint32_t link = 0;
    if (!id || std::from_chars(id->data(), id->data() + id->size(), link).ptr != id->data() + id->size())
      return Error{"an edge of SUMO's edgeData is none of this scenario's: " + line};
    double const seconds = number(line, "sampledSeconds");
    out[link] = {number(line, "entered") + number(line, "departed"), seconds, seconds * number(line, "speed"),
                 number(line, "traveltime") / 60};
  }
  if (edges.find("</meandata>") == edges.npos) return Error{"SUMO's edgeData has no end: its run was cut off"};
  return out;
}

Result<SumoCheck> check_run(PeakHour const& peak, SumoScenario const& scenario, sumo_net::RunPlan const& plan,
                            std::filesystem::path const& folder) {
  auto const edge_text = read_whole(folder / "dalian.edges.xml"),
             statistic = read_whole(folder / "dalian.statistic.xml");
  if (!edge_text) return Error{edge_text.error()};
  if (!statistic) return Error{statistic.error()};
  auto const edges = read_edge_data(*edge_text);
  if (!edges) return Error{edges.error()};
  SumoCheck out;
  out.planned = scenario.vehicles.size();
  std::istringstream in(*statistic);
  for (std::string line; std::getline(in, line);) {
    if (line.find("<vehicles ") != line.npos) out.inserted = static_cast<std::size_t>(number(line, "inserted"));
    if (line.find("<teleports ") != line.npos) out.teleports = static_cast<std::size_t>(number(line, "total"));
  }
  Comparison(peak, scenario, *edges, (plan.measured_to_s - plan.measured_from_s) / 3600).tell(out);
  return out;
}

} // namespace dalian::app
