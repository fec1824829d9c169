#include "twin/whatif/hazard.hpp"

#include "twin/whatif/hazard_findings.hpp"
#include "twin/whatif/hazard_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace dalian::whatif {
namespace {

using plan::Layer;

/// Kept between scenarios, by content alone.
struct Kept {
  HazardMemory memory;
  PlaceReader places;
  LandPieces buildings;
  HazardContours contours;
};

/// At one end of the masses' range.
struct Totals {
  std::vector<Source> sources;          // by vessel
  std::vector<double> risk;             // by place
  std::vector<double> deaths;           // by vessel: expected, 1/a
  std::array<double, 4> counted{};      // most people in a ring, by Within
  std::vector<hazard::Harmed> fn;       // F–N
  double frequency(double dead) const { // of that many or more
    for (hazard::Harmed const& point : fn)
      if (point.dead >= dead) return point.per_a;
    return 0;
  }
  double all_deaths() const {
    double sum = 0;
    for (double const d : deaths)
      sum += d;
    return sum;
  }
};

enum End : std::size_t { kLow, kGiven, kHigh };

class HazardRun {
 public:
  HazardRun(HazardTables const& tables, Kept& kept, Inputs const& inputs)
      : tables_(tables), kept_(kept), inputs_(inputs), vessels_(vessels(inputs, tables.tables, out_.findings)),
        places_(kept.places.read(inputs, tables.tables)) {}

  Evaluation run() {
    for (End const end : {kGiven, kLow, kHigh})
      totals_[end] = end == kGiven || has_range() ? add_up(end) : totals_[kGiven];
    add_kpis();
    add_columns();
    certify();
    HazardScene const scene{tables_.tables, vessels_, totals_[kGiven].sources, places_, totals_[kGiven].risk};
    check_places(scene, out_.findings);
    check_neighbours(scene, kept_.buildings.outlines(inputs_, Layer::building), out_.findings);
    check_many();
    out_.contours = kept_.contours.reaches(scene);
    auto const risk = kept_.contours.risk(scene);
    out_.contours.insert(out_.contours.end(), risk.begin(), risk.end());
    return std::move(out_);
  }

 private:
  bool has_range() const {
    return std::any_of(vessels_.begin(), vessels_.end(), [](Vessel const& v) { return v.mass_kg[0] != v.mass_kg[2]; });
  }

  Totals add_up(End end) {
    Totals out;
    std::vector<TallyPtr> tallies;
    auto const changes = kept_.memory.changes(places_);
    for (Vessel const& vessel : vessels_) {
      inputs_.stop_if_asked();
      out.sources.push_back(kept_.memory.source(vessel, vessel.mass_kg[end], tables_));
      TallyPtr const& tally = tallies.emplace_back(kept_.memory.tally(out.sources.back(), changes, inputs_));
      out.deaths.push_back(tally->deaths);
      for (std::size_t kind = 0; kind < out.counted.size(); ++kind)
        out.counted[kind] = std::max(out.counted[kind], tally->counted[kind]);
    }
    std::vector<std::vector<hazard::Harmed> const*> harmed;
    for (TallyPtr const& tally : tallies)
      harmed.push_back(&tally->harmed);
    out.fn = hazard::fn_curve_of_sorted(hazard::merged(harmed));
    out.risk = kept_.memory.worst_risks(places_, out.sources);
    return out;
  }

  /// `pick` of the totals at each end of the masses.
  template <class Pick>
  void kpi(char const* name, std::string const& scope, char const* unit, char const* source, Pick&& pick) {
    double const low = pick(totals_[kLow]), value = pick(totals_[kGiven]), high = pick(totals_[kHigh]);
    out_.kpis.push_back(
        {name, scope, value, std::min({low, value, high}), std::max({low, value, high}), unit, source, 0});
  }

  double worst_at_homes(Totals const& t, std::string const& zone) const {
    double worst = 0;
    for (std::size_t p = 0; p < places_.size(); ++p)
      if (places_[p].limit == &tables_.tables.limits[0] && (zone.empty() || places_[p].zone == zone))
        worst = std::max(worst, t.risk[p]);
    return worst;
  }
  double people_above(Totals const& t, std::string const& zone) const {
    double sum = 0;
    for (std::size_t p = 0; p < places_.size(); ++p)
      if (auto const* limit = places_[p].limit; limit != nullptr && t.risk[p] > limit->new_per_a)
        if (zone.empty() || places_[p].zone == zone) sum += places_[p].people;
    return sum;
  }

  void add_kpis() {
    std::vector<std::string> zones{""};
    inputs_.for_each(Layer::zone, [&](plan::Entity const& zone) { zones.push_back(zone.id()); });
    for (std::string const& zone : zones) {
      kpi("risk_at_homes", zone, "1/a", "failures of CPR 18E; of one always there, in the open and unprotected",
          [&](Totals const& t) { return worst_at_homes(t, zone); });
      kpi("people_above_limit", zone, "persons", "on land above the limit of GB 36894-2018 for new units",
          [&](Totals const& t) { return people_above(t, zone); });
    }
    constexpr char const* kMany = "failures of CPR 18E; people present by day and by night, indoors or out";
    kpi("hazards", "", "", "vessels of the layout",
        [&](Totals const&) { return static_cast<double>(vessels_.size()); });
    kpi("expected_deaths", "", "1/a", kMany, [](Totals const& t) { return t.all_deaths(); });
    kpi("ten_dead", "", "1/a", kMany, [](Totals const& t) { return t.frequency(10); });
    kpi("hundred_dead", "", "1/a", kMany, [](Totals const& t) { return t.frequency(100); });
    kpi("societal_risk", "", "% of limit", "largest F·N over 1e-3/a, the upper line of GB 36894 as recollected",
        [](Totals const& t) { return 100 * hazard::worst_fn(t.fn) / hazard::kUpperFn; });
    constexpr char const* kInside = "most in any one accident, weather and wind; present by day or by night";
    kpi("people_in_12.5_kW", "", "persons", kInside, [](Totals const& t) { return t.counted[1]; });
    kpi("people_in_7_kPa", "", "persons", kInside, [](Totals const& t) { return t.counted[2]; });
    kpi("people_in_AEGL_2", "", "persons",
        "likewise; outdoors, and those indoors whom a shut house does not save from that load",
        [](Totals const& t) { return t.counted[3]; });
  }

  void add_columns() {
    Column risk{"risk", Layer::parcel, "1/a", {}}, reach{"reach", Layer::hazard, "m", {}},
        deaths{"expected_deaths", Layer::hazard, "1/a", {}};
    Totals const& t = totals_[kGiven];
    for (std::size_t p = 0; p < places_.size(); ++p)
      risk.values.emplace_back(places_[p].outline.id, t.risk[p]);
    for (std::size_t v = 0; v < vessels_.size(); ++v) {
      reach.values.emplace_back(vessels_[v].id, t.sources[v].effects->installation.reach_m);
      deaths.values.emplace_back(vessels_[v].id, t.deaths[v]);
    }
    out_.columns = {std::move(risk), std::move(reach), std::move(deaths)};
  }

  /// Clouds are followed 20 km: what risk to one is left there, next to the strictest limit.
  void certify() {
    double left = 0, strictest = 1e-6;
    for (Source const& source : totals_[kGiven].sources)
      if (source.effects->installation.reach_m >= hazard::kFarthest_m) left += source.effects->risk.at_the_end();
    for (auto const& limit : tables_.tables.limits)
      strictest = std::min(strictest, limit.new_per_a);
    out_.certificates.push_back({"individual risk where no cloud is followed any more", left, strictest / 100, "1/a"});
  }

  void check_many() {
    Totals const& t = totals_[kGiven];
    hazard::Harmed worst;
    for (hazard::Harmed const& point : t.fn)
      if (point.per_a * point.dead > worst.per_a * worst.dead) worst = point;
    double const over = worst.per_a * worst.dead / hazard::kUpperFn;
    if (over <= 1) return;
    std::size_t const most =
        static_cast<std::size_t>(std::distance(t.deaths.begin(), std::max_element(t.deaths.begin(), t.deaths.end())));
    out_.findings.push_back(
        told({plan::Severity::error, "hazard", vessels_[most].id, "mass_t"}, kHazardManyDead,
             {fmt::format("{:.0f}", worst.dead), fmt::format("{:.1e}", worst.per_a), fmt::format("{:.1f}", over)}));
  }

  HazardTables const& tables_;
  Kept& kept_;
  Inputs const& inputs_;
  Evaluation out_;
  std::vector<Vessel> vessels_;
  std::vector<Place> places_;
  std::array<Totals, 3> totals_; // by End
};

} // namespace

Result<HazardTables> read_hazard_tables(std::filesystem::path const& file) {
  auto tables = hazard::read_tables(file);
  if (!tables) return Error{tables.error()};
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return HazardTables{std::move(tables).value(), plan::hash_of(text.str())};
}

Engine hazard_engine(std::shared_ptr<HazardTables const> tables) {
  auto const kept = std::make_shared<Kept>();
  Engine engine;
  engine.name = "hazard";
  engine.version = 2;
  engine.parameters = tables->hash;
  engine.reads = {{Layer::zone, {"outline"}}, {Layer::building, {"outline"}}, vessel_slice()};
  for (Slice const& slice : hazard_place_slices())
    engine.reads.push_back(slice);
  engine.needs = {{"land", {"residents", "jobs"}}};
  engine.run = [tables, kept](Inputs const& inputs) { return HazardRun(*tables, *kept, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
