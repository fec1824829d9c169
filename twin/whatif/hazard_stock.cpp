#include "twin/whatif/hazard_stock.hpp"

#include "twin/hazard/scenario.hpp"
#include "twin/whatif/hazard_words.hpp"

namespace dalian::whatif {
namespace {

using hazard::Phase;
using plan::Layer;

constexpr double kRoom_K = 293.15, kBar_Pa = 1e5;

class VesselReader {
 public:
  VesselReader(hazard::Tables const& tables, plan::Findings& findings) : tables_(tables), findings_(findings) {}

  std::optional<Vessel> read(plan::Entity const& entity) {
    Vessel out;
    out.id = entity.id();
    out.at = to_map(entity.shape("at")[0]);
    out.storage.substance = tables_.substance(entity.text("substance"));
    if (out.storage.substance == nullptr)
      return without(entity, "substance", kHazardSubstanceUnknown, {entity.text("substance")});
    double const mass = 1e3 * entity.number("mass_t");
    if (!(mass > 0)) return without(entity, "mass_t", kHazardMassMissing);
    out.mass_kg = {entity.has("mass_low_t") ? 1e3 * entity.number("mass_low_t") : mass, mass,
                   entity.has("mass_high_t") ? 1e3 * entity.number("mass_high_t") : mass};
    read_state(entity, out.storage);
    out.state = hash_of_state(out);
    return out;
  }

 private:
  std::optional<Vessel> without(plan::Entity const& entity, char const* field, Words const& words,
                                std::vector<std::string> values = {}) {
    findings_.push_back(told({plan::Severity::error, "hazard", entity.id(), field}, words, std::move(values)));
    return std::nullopt;
  }

  void read_state(plan::Entity const& entity, hazard::Storage& out) {
    double const over_bar = entity.has("pressure_bar") ? entity.number("pressure_bar") : 0;
    out.pressure_Pa = hazard::kAtmosphere_Pa + kBar_Pa * over_bar;
    std::string const phase = entity.text("phase");
    bool const boils = out.substance->boiling_K < kRoom_K;
    out.phase = phase == "gas"         ? Phase::gas
                : phase == "liquid"    ? Phase::liquid
                : phase == "liquefied" ? Phase::liquefied
                                       : hazard::usual_phase(*out.substance, over_bar);
    if (phase.empty())
      findings_.push_back(told({plan::Severity::note, "hazard", entity.id(), "phase"},
                               out.phase == Phase::gas      ? kHazardPhaseGas
                               : out.phase == Phase::liquid ? kHazardPhaseLiquid
                                                            : kHazardPhaseLiquefied));
    bool const cold = out.phase == Phase::liquid && boils; // refrigerated
    out.temperature_K = entity.has("temperature_c") ? 273.15 + entity.number("temperature_c")
                        : cold                      ? out.substance->boiling_K
                                                    : kRoom_K;
    out.temperature_K = std::max(out.temperature_K, 20.0);
    out.hole_m = entity.has("hole_mm") ? entity.number("hole_mm") / 1e3 : 0;
  }

  static ContentHash hash_of_state(Vessel const& v) {
    plan::ByteText bytes;
    bytes.add(std::string_view(v.storage.substance->id)).add(std::uint64_t(v.storage.phase));
    return bytes.add(v.storage.pressure_Pa).add(v.storage.temperature_K).add(v.storage.hole_m).hash();
  }

  hazard::Tables const& tables_;
  plan::Findings& findings_;
};

} // namespace

Slice vessel_slice() {
  return {
      Layer::hazard,
      {"at", "substance", "mass_t", "mass_low_t", "mass_high_t", "pressure_bar", "phase", "temperature_c", "hole_mm"}};
}

std::vector<Vessel> vessels(Inputs const& inputs, hazard::Tables const& tables, plan::Findings& findings) {
  std::vector<Vessel> out;
  VesselReader reader(tables, findings);
  inputs.for_each(Layer::hazard, [&](plan::Entity const& entity) {
    if (auto vessel = reader.read(entity)) out.push_back(std::move(*vessel));
  });
  return out;
}

} // namespace dalian::whatif
