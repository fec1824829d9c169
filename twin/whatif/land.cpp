#include "twin/whatif/land.hpp"

#include "twin/whatif/land_pieces.hpp"
#include "twin/whatif/land_words.hpp"
#include "twin/whatif/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr double kOverlap_m2 = 100, kBuildingOverlap_m2 = 1, kBalance = 0.003; // of parcels: what the baker allows

/// Of a zone, or of all.
struct Scope {
  double zone_m2 = 0, parcels_m2 = 0, net_m2 = 0; // outline, parcels to the street axes, and without streets
  std::map<char, double> code_m2;                 // net, by the first letter of the code
  std::map<std::string, Range> sector_output;     // bn CNY/a
  Range covered_m2, coverable_m2;                 // industry and storage: under buildings, and net
  double parks_m2 = 0;                            // public green, G1
  Amounts amounts{};
};

class LandRun {
 public:
  LandRun(Programme const& programme, LandPieces& pieces, Inputs const& inputs)
      : programme_(programme), pieces_(pieces), inputs_(inputs) {}

  Evaluation run() {
    read_zones();
    read_parcels();
    read_buildings();
    for (auto const& [zone, scope] : scopes_)
      add_kpis(zone, scope);
    add_targets();
    add_columns();
    return std::move(out_);
  }

 private:
  void report(About about, Words const& words, std::vector<std::string> values = {}) {
    out_.findings.push_back(told(std::move(about), words, std::move(values)));
  }

  void read_zones() {
    scopes_[""];
    for (Outline const& zone : pieces_.outlines(inputs_, Layer::zone)) {
      if (zone.ring.empty()) continue; // the check of the layout says so
      scopes_[zone.id].zone_m2 = plan::true_area_m2(zone.ring);
      scopes_[""].zone_m2 += scopes_[zone.id].zone_m2;
      zones_.push_back(zone);
    }
  }

  /// What is added to a zone is added to all.
  template <class Add>
  void add_to(std::string const& zone, Add&& add) {
    add(scopes_[""]);
    if (auto const it = scopes_.find(zone); it != scopes_.end() && !zone.empty()) add(it->second);
  }

  void read_parcels() {
    auto const parcels = pieces_.outlines(inputs_, Layer::parcel);
    auto const net_m2 = pieces_.net_m2(inputs_, parcels);
    std::size_t i = 0;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      std::size_t const here = i++;
      add_parcel(parcel, parcels[here], net_m2[here]);
    });
    for (auto const& overlap : pieces_.overlaps(inputs_, parcels, kOverlap_m2))
      report({Severity::error, "parcel", parcels[overlap.b].id, "outline"}, kLandOverParcel,
             {parcels[overlap.a].id, fmt::format("{:.0f}", overlap.common_m2)});
  }

  void add_parcel(Entity const& parcel, Outline const& outline, double net_m2) {
    std::string const zone = parcel.text("zone");
    parcel_zone_[parcel.id()] = zone;
    double const gross_m2 = outline.ring.empty() ? 0 : plan::true_area_m2(outline.ring);
    add_to(zone, [&](Scope& scope) { scope.parcels_m2 += gross_m2, scope.net_m2 += net_m2; });
    LandUse const* use = programme_.use(parcel.text("use"));
    if (use == nullptr) {
      report({Severity::error, "parcel", parcel.id(), "use"}, kLandUseUnknown, {parcel.text("use")});
      return;
    }
    std::string const code = parcel.has("code") && !parcel.text("code").empty() ? parcel.text("code") : use->code;
    double const far = parcel.has("far") ? parcel.number("far") : use->far;
    double const as_its_use = use->far > 0 ? far / use->far : 1; // without floor of its own, land alone counts
    Plot const plot{parcel.id(), zone, use, net_m2, far * net_m2, as_its_use * net_m2 / 1e4};
    add_land(plot, code, parcel);
    add_plot(plot);
    columns_[parcel.id()] = {plot, amounts_of(plot, programme_)};
  }

  void add_land(Plot const& plot, std::string const& code, Entity const& parcel) {
    auto const& coverage = programme_.coefficient("building_coverage").by_group;
    add_to(plot.zone, [&](Scope& scope) {
      scope.code_m2[code[0]] += plot.net_m2;
      if (code.starts_with("G1")) scope.parks_m2 += plot.net_m2;
      auto const it = coverage.find(plot.use->group);
      if (it == coverage.end()) return;
      Range const density = parcel.has("density") ? exactly(parcel.number("density")) : it->second;
      scope.covered_m2 = scope.covered_m2 + 0.01 * plot.net_m2 * density;
      scope.coverable_m2 = scope.coverable_m2 + exactly(plot.net_m2);
    });
  }

  void add_plot(Plot const& plot) {
    Amounts const amounts = amounts_of(plot, programme_);
    add_to(plot.zone, [&](Scope& scope) {
      for (std::size_t i = 0; i < kAmounts; ++i)
        scope.amounts[i] = scope.amounts[i] + amounts[i];
      auto& output = scope.sector_output[plot.use->sector];
      output = output + amounts[static_cast<std::size_t>(Amount::output)];
    });
  }

  void read_buildings() {
    auto const buildings = pieces_.outlines(inputs_, Layer::building);
    std::size_t i = 0;
    inputs_.for_each(Layer::building, [&](Entity const& building) { add_building(building, buildings[i++]); });
    for (auto const& overlap : pieces_.overlaps(inputs_, buildings, kBuildingOverlap_m2))
      report({Severity::error, "building", buildings[overlap.b].id, "outline"}, kLandOverBuilding,
             {buildings[overlap.a].id, fmt::format("{:.0f}", overlap.common_m2)});
  }

  void add_building(Entity const& building, Outline const& outline) {
    if (outline.ring.empty()) return; // the check of the layout says so
    LandUse const* use = programme_.use(building.text("use"));
    if (use == nullptr || use->far <= 0) {
      report({Severity::error, "building", building.id(), "use"}, use ? kLandNoFloor : kLandBuildingUseUnknown,
             {building.text("use")});
      return;
    }
    double const floor_m2 = plan::true_area_m2(outline.ring) * building.number("storeys");
    Plot const plot{building.id(), zone_of(building, outline), use, 0, floor_m2, floor_m2 / use->far / 1e4};
    buildings_[plot.id] = plot;
    add_plot(plot);
  }

  std::string zone_of(Entity const& building, Outline const& outline) {
    if (auto const it = parcel_zone_.find(building.text("parcel")); it != parcel_zone_.end()) return it->second;
    MapPoint const middle = plan::centroid(outline.ring);
    for (Outline const& zone : zones_)
      if (plan::contains(zone.ring, middle)) return zone.id;
    report({Severity::warning, "building", building.id(), "outline"}, kLandOutsideZones);
    return {};
  }

  void add_kpi(char const* name, std::string const& zone, Range value, char const* unit, std::string source) {
    out_.kpis.push_back({name, zone, value.value, value.low, value.high, unit, std::move(source), 0});
  }

  void add_kpis(std::string const& zone, Scope const& scope) {
    if (scope.zone_m2 <= 0) return;
    char const* const measured = "areas of the layout on the ellipsoid";
    auto const share = [&](double m2) { return exactly(100 * m2 / scope.zone_m2); };
    add_kpi("area", zone, exactly(scope.zone_m2 / 1e6), "km²", measured);
    for (auto const& [letter, m2] : scope.code_m2)
      add_kpi(fmt::format("land_{}", letter).c_str(), zone, exactly(m2 / 1e4), "ha", "net land by GB 50137-2011 code");
    add_kpi("streets", zone, exactly((scope.parcels_m2 - scope.net_m2) / 1e4), "ha",
            "carriageways and footways of 5 m");
    add_kpi("green_ratio", zone, share(code_m2(scope, "G")), "%", "net land of code G of the zone");
    add_kpi("construction_land", zone, exactly((scope.zone_m2 - code_m2(scope, "E")) / 1e6), "km²", "all but code E");
    add_kpi("floor_area_ratio", zone, exactly(scope.net_m2 > 0 ? amount(scope, Amount::floor).value / scope.net_m2 : 0),
            "", "floor of net land");
    auto const& coverage = programme_.coefficient("building_coverage");
    if (scope.coverable_m2.value > 0)
      add_kpi("building_coverage", zone, 100 * (scope.covered_m2 / scope.coverable_m2), "%", coverage.cited());
    for (AmountSpec const& spec : amount_specs())
      add_kpi(spec.name, zone, at_peak(spec, amount(scope, spec.amount)), spec.unit, source_of(spec));
    Range const residents = amount(scope, Amount::residents);
    if (residents.value > 0)
      add_kpi("park_per_resident", zone, exactly(scope.parks_m2) / residents, "m²",
              "net land of code G1 over residents");
    add_structure(zone, scope);
    add_quota(zone, scope);
    double const off = std::abs(scope.parcels_m2 / scope.zone_m2 - 1);
    out_.certificates.push_back({"land balance " + (zone.empty() ? "all" : zone), off, kBalance, ""});
  }

  static Range amount(Scope const& scope, Amount a) { return scope.amounts[static_cast<std::size_t>(a)]; }
  static double code_m2(Scope const& scope, std::string_view letters) {
    double sum = 0;
    for (char const letter : letters)
      if (auto const it = scope.code_m2.find(letter); it != scope.code_m2.end()) sum += it->second;
    return sum;
  }
  /// Peaks of many together are less than their sum.
  Range at_peak(AmountSpec const& spec, Range sum) const {
    return spec.amount == Amount::power ? sum * programme_.figure("coincidence") : sum;
  }
  std::string source_of(AmountSpec const& spec) const {
    std::string const name = spec.coefficient;
    if (name.empty()) return "net land and floor-area ratios";
    auto const it = programme_.coefficients.find(name);
    return it != programme_.coefficients.end() ? it->second.cited() : programme_.figures.find(name)->second.cited();
  }

  void add_structure(std::string const& zone, Scope const& scope) {
    double const land_m2 = scope.zone_m2 - code_m2(scope, "E");
    if (zone.empty() || land_m2 <= 0) return;
    for (StructureShare const& wanted : programme_.structure) {
      double m2 = code_m2(scope, wanted.codes);
      if (wanted.codes == "S") m2 += scope.parcels_m2 - scope.net_m2; // and the streets
      double const share = 100 * m2 / land_m2;
      if (share < wanted.low || share > wanted.high)
        report({Severity::note, "zone", zone, ""}, kLandStructure,
               {wanted.codes, fmt::format("{:.1f}", share), fmt::format("{}", wanted.low),
                fmt::format("{}", wanted.high)});
    }
  }

  void add_quota(std::string const& zone, Scope const& scope) {
    for (Quota const& quota : programme_.quotas) {
      if (quota.zone != zone) continue;
      double const used =
          100 * (scope.zone_m2 - code_m2(scope, "E") - code_m2(scope, "G")) / 1e6 / quota.construction_km2;
      add_kpi("quota_used", zone, exactly(used), "%", "construction land without green; " + quota.source);
      if (used > 100)
        report({Severity::warning, "zone", zone, ""}, kLandQuotaOver,
               {fmt::format("{:.0f}", used), fmt::format("{}", quota.construction_km2)});
    }
  }

  void add_targets() {
    for (Target const& target : programme_.targets) {
      Range const output = scopes_[""].sector_output[target.sector];
      add_kpi(("output_" + target.sector).c_str(), "", output, "bn CNY/a", programme_.coefficient("output").cited());
      add_kpi(("target_" + target.sector).c_str(), "", 100 / target.output_bn_cny * output, "%", target.source);
    }
  }

  void add_columns() {
    std::array<Column, 8> columns{{{"net_ha", Layer::parcel, "ha", {}},
                                   {"floor", Layer::parcel, "m²", {}},
                                   {"residents", Layer::parcel, "persons", {}},
                                   {"jobs", Layer::parcel, "jobs", {}},
                                   {"output", Layer::parcel, "bn CNY/a", {}},
                                   {"power", Layer::parcel, "MW", {}},
                                   {"water", Layer::parcel, "m³/d", {}},
                                   {"gas", Layer::parcel, "million m³/a", {}}}};
    constexpr std::array kShown{Amount::floor, Amount::residents, Amount::jobs, Amount::output,
                                Amount::power, Amount::water,     Amount::gas};
    for (auto const& [id, cell] : columns_) {
      columns[0].values.emplace_back(id, cell.first.net_m2 / 1e4);
      for (std::size_t i = 0; i < kShown.size(); ++i)
        columns[i + 1].values.emplace_back(id, cell.second[static_cast<std::size_t>(kShown[i])].value);
    }
    out_.columns.assign(columns.begin(), columns.end());
    add_ends("power", "MW", Amount::power);
    add_ends("water", "m³/d", Amount::water);
    out_.columns.push_back({"building_ha", Layer::building, "ha", {}});
    for (auto const& [id, plot] : buildings_)
      out_.columns.back().values.emplace_back(id, plot.equivalent_ha);
  }

  /// What the coefficients allow at their low and high ends.
  void add_ends(std::string const& name, char const* unit, Amount amount) {
    Column low{name + "_low", Layer::parcel, unit, {}}, high{name + "_high", Layer::parcel, unit, {}};
    for (auto const& [id, cell] : columns_) {
      Range const range = cell.second[static_cast<std::size_t>(amount)];
      low.values.emplace_back(id, range.low);
      high.values.emplace_back(id, range.high);
    }
    out_.columns.push_back(std::move(low));
    out_.columns.push_back(std::move(high));
  }

  Programme const& programme_;
  LandPieces& pieces_;
  Inputs const& inputs_;
  Evaluation out_;
  std::vector<Outline> zones_;
  std::map<std::string, Scope> scopes_; // by zone; "" = all
  std::map<std::string, std::string> parcel_zone_;
  std::map<std::string, std::pair<Plot, Amounts>> columns_; // by parcel
  std::map<std::string, Plot> buildings_;
};

} // namespace

Engine land_engine(std::shared_ptr<Programme const> programme) {
  auto const pieces = std::make_shared<LandPieces>();
  Engine engine;
  engine.name = "land";
  engine.version = 2; // columns of water, gas, and the ends of ranges
  engine.parameters = programme->hash;
  engine.reads = {{Layer::zone, {"outline"}},
                  {Layer::parcel, {"outline", "use", "zone", "code", "far", "density"}},
                  {Layer::building, {"outline", "use", "parcel", "storeys"}},
                  {Layer::road, {"line", "class", "width_m"}}};
  engine.run = [programme, pieces](Inputs const& inputs) { return LandRun(*programme, *pieces, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
