#include "twin/whatif/hydrogen_day.hpp"

#include "twin/gas/hydrogen_day.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/whatif/gas_words.hpp"

#include <algorithm>
#include <numeric>

namespace dalian::whatif {
namespace {

using gas::HydrogenSite;
using gas::SiteDay;
using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr char kSource[] = "balance of each hour of a day: pipes, stores, tube trailers (see mains.toml)";
constexpr double kTrifle = 1e-3, kSinks = 0.01; // kg of a day; part of a store

HydrogenSite::Kind kind_of(std::string const& name) {
  return name == "store"     ? HydrogenSite::Kind::store
         : name == "station" ? HydrogenSite::Kind::station
         : name == "loading" ? HydrogenSite::Kind::loading
                             : HydrogenSite::Kind::maker;
}

double sum(std::array<double, gas::kDayHours> const& hours) {
  return std::accumulate(hours.begin(), hours.end(), 0.0);
}

std::string whole(double value) {
  return fmt::format("{:.0f}", value);
}

/// Which nodes hydrogen pipes join.
class Joined {
 public:
  explicit Joined(Inputs const& inputs) {
    inputs.for_each(Layer::gas_pipe, [&](Entity const& e) {
      if (e.text("medium") != "hydrogen") return;
      std::uint32_t const from = root(number(e.text("from"))), to = root(number(e.text("to")));
      group_[from] = to;
    });
  }
  /// Of a node; of none: a number of its own.
  std::uint32_t of(std::string const& node) {
    return node.empty() ? number("\n" + fmt::to_string(group_.size())) : root(number(node));
  }

 private:
  std::uint32_t number(std::string const& node) {
    auto const [it, is_new] = number_.try_emplace(node, static_cast<std::uint32_t>(group_.size()));
    if (is_new) group_.push_back(it->second);
    return it->second;
  }
  std::uint32_t root(std::uint32_t n) const {
    while (group_[n] != n)
      n = group_[n];
    return n;
  }

  std::map<std::string, std::uint32_t, std::less<>> number_;
  std::vector<std::uint32_t> group_;
};

class DayReport {
 public:
  DayReport(Inputs const& inputs, MainsTable const& table, Evaluation& out) : table_(table), out_(out) {
    Joined joined(inputs);
    inputs.for_each(Layer::hydrogen, [&](Entity const& e) {
      if (!e.has("capacity_kg_d")) return; // told by the engine `energy`
      auto const at = plan::to_map(e.shape("at"));
      HydrogenSite site{kind_of(e.text("kind")), joined.of(e.text("gas_node")), e.number("capacity_kg_d"), 0, 0};
      if (!at.empty()) site.east_m = at.front().east_m, site.north_m = at.front().north_m;
      sites_.push_back(site);
      id_.push_back(e.id());
    });
  }

  void run() {
    if (sites_.empty()) return;
    day_ = gas::solve_hydrogen_day(sites_, rules());
    figures();
    columns();
    for (std::size_t s = 0; s < sites_.size(); ++s)
      tell(s);
    out_.certificates.push_back({"hydrogen that appears or vanishes in a day", day_.imbalance_kg, 1e-6, "kg"});
  }

 private:
  gas::HydrogenRules rules() const {
    gas::HydrogenRules out;
    out.station_day = table_.hydrogen_day;
    out.trailer_kg = table_["trailer_load"], out.bank_kg = table_["station_bank"];
    out.speed_km_h = table_["trailer_speed"], out.handling_h = table_["trailer_handling"],
    out.way = table_["trailer_way"];
    return out;
  }

  bool is(std::size_t s, HydrogenSite::Kind kind) const { return sites_[s].kind == kind; }
  bool asks(std::size_t s) const { return is(s, HydrogenSite::Kind::station) || is(s, HydrogenSite::Kind::loading); }

  void figures() {
    double made = 0, handed = 0, lacking = 0, least = 100;
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      SiteDay const& day = day_.sites[s];
      if (is(s, HydrogenSite::Kind::maker)) made += sum(day.given_kg);
      if (is(s, HydrogenSite::Kind::station)) handed += sum(day.given_kg);
      if (asks(s)) lacking += sum(day.short_kg);
      if (is(s, HydrogenSite::Kind::store) && sites_[s].kg_d > 0)
        least = std::min(least, 100 * lowest(day) / sites_[s].kg_d);
    }
    add("hydrogen_day_made", made, "kg/d", kSource);
    add("hydrogen_day_stations", handed, "kg/d", kSource);
    add("hydrogen_day_short", lacking, "kg/d", "asked for by stations and loading places and not there in that hour");
    add("hydrogen_day_trailers", static_cast<double>(day_.trips.size()), "1/d", table_.source_of("trailer_load"));
    add("hydrogen_store_least", least, "%", "the emptiest store, at the end of its worst hour");
  }

  static double lowest(SiteDay const& day) { return *std::min_element(day.level_kg.begin(), day.level_kg.end()); }

  void columns() {
    Column lacking{"hydrogen_short", Layer::hydrogen, "kg/d", {}}, least{"hydrogen_least", Layer::hydrogen, "kg", {}},
        loads{"hydrogen_loads", Layer::hydrogen, "1/d", {}};
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      if (asks(s)) lacking.values.emplace_back(id_[s], sum(day_.sites[s].short_kg));
      if (is(s, HydrogenSite::Kind::store)) least.values.emplace_back(id_[s], lowest(day_.sites[s]));
      if (is(s, HydrogenSite::Kind::loading))
        loads.values.emplace_back(
            id_[s], static_cast<double>(std::count_if(day_.trips.begin(), day_.trips.end(),
                                                      [s](gas::TrailerTrip const& t) { return t.from == s; })));
    }
    for (Column* column : {&lacking, &least, &loads}) {
      std::sort(column->values.begin(), column->values.end());
      out_.columns.push_back(std::move(*column));
    }
  }

  void tell(std::size_t s) {
    SiteDay const& day = day_.sites[s];
    if (double const lacking = sum(day.short_kg); asks(s) && lacking > kTrifle) {
      auto const first = std::find_if(day.short_kg.begin(), day.short_kg.end(), [](double kg) { return kg > kTrifle; });
      auto const worst = std::max_element(day.short_kg.begin(), day.short_kg.end());
      tell(s, kHydrogenShort,
           {whole(lacking), whole(sites_[s].kg_d), fmt::to_string(first - day.short_kg.begin()), whole(*worst),
            fmt::to_string(worst - day.short_kg.begin())});
    }
    if (is(s, HydrogenSite::Kind::store) && day.sunk_kg > kSinks * sites_[s].kg_d)
      tell(s, kHydrogenSinks, {whole(day.sunk_kg), whole(day.level_kg.back())});
  }

  void tell(std::size_t s, Words const& words, std::vector<std::string> values) {
    out_.findings.push_back(told({Severity::warning, "hydrogen", id_[s], "capacity_kg_d"}, words, std::move(values)));
  }
  void add(std::string name, double value, std::string unit, std::string source) {
    out_.kpis.push_back({std::move(name), "", value, value, value, std::move(unit), std::move(source), 0});
  }

  MainsTable const& table_;
  Evaluation& out_;
  std::vector<HydrogenSite> sites_;
  std::vector<std::string> id_;
  gas::HydrogenDay day_;
};

} // namespace

void add_hydrogen_day(Inputs const& inputs, MainsTable const& table, Evaluation& out) {
  DayReport(inputs, table, out).run();
}

} // namespace dalian::whatif
