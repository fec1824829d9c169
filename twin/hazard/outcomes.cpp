// What follows a release: the second half of accident.hpp.
#include "twin/hazard/cloud.hpp"
#include "twin/hazard/scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kPi = std::numbers::pi, kLeast = 1e-4;
constexpr double kLight_kg = .9 * .028964; // per mol: a tenth lighter than air
constexpr double kAllDie_W_m2 = 35e3;      // CPR 18E, 5.2.3
constexpr double kAllDie_Pa = 30e3;        // 0.3 bar, likewise: in the open and indoors
constexpr double kRooms_Pa = 10e3;         // 0.1 bar: some die in buildings that fall

struct Setting {
  Storage const& storage;
  Release const& release;
  Tables const& tables;
  Cloud const& cloud;
  Air air{};

  Substance const& substance() const { return *storage.substance; }
  bool bursts() const { return release.failure == Failure::burst && storage.phase != Phase::liquid; }
  /// Gas under pressure that leaves through a hole.
  bool is_jet() const { return storage.phase == Phase::gas && !bursts(); }
  /// A burst of what is lighter than air: it does not drift along the ground.
  bool rises() const { return bursts() && storage.phase == Phase::gas && substance().molar_mass_kg < kLight_kg; }
  /// kg/m³ of a share by volume.
  double kg_m3(double share) const {
    return mg_m3_of_ppm(1e6 * share, substance().molar_mass_kg, air.temperature_K) / 1e6;
  }
  /// Radius of the half ball in which the mean is the lower limit.
  double ball_m() const { return std::cbrt(3 * release.air_kg / (2 * kPi * kg_m3(substance().lower_limit))); }
};

/// The farthest of rising distances at which `value` is at least `level`; 0 when nowhere. It need not fall steadily.
template <class Value>
double reach(Value&& value, double level) {
  double far = kFarthest_m, near = far;
  if (value(far) >= level) return far;
  while (value(near) < level) {
    far = near;
    near /= 1.03;
    if (near < .5) return 0;
  }
  for (int i = 0; i < 40; ++i) {
    double const middle = (near + far) / 2;
    (value(middle) >= level ? near : far) = middle;
  }
  return near;
}

/// Where the cloud has `needed` kg/m³, which may differ with the way it has gone.
void add_cloud_ring(Setting const& s, std::function<double(double)> const& needed, Ring ring, std::vector<Ring>& out) {
  double const far = reach([&](double x) { return s.cloud.axis_kg_m3(x) / needed(x); }, 1);
  if (far <= 0) return;
  make_slender(ring, far, [&](double x) {
    double const over = s.cloud.axis_kg_m3(x) / needed(x);
    return over >= 1 ? s.cloud.across_m(x) * std::sqrt(2 * std::log(over)) : 0;
  });
  out.push_back(std::move(ring));
}
void add_cloud_ring(Setting const& s, double kg_m3, Ring ring, std::vector<Ring>& out) {
  add_cloud_ring(
      s, [kg_m3](double) { return kg_m3; }, std::move(ring), out);
}

/// AEGL by the time that the cloud takes to pass there.
class Guideline {
 public:
  Guideline(Setting const& s, std::size_t level)
      : s_(s), ppm_10_(s.substance().aegl_10_ppm[level]), ppm_60_(s.substance().aegl_ppm[level]) {}
  bool exists() const { return ppm_60_ > 0; }
  double kg_m3(double x_m) const { return s_.kg_m3(level_at(ppm_10_, ppm_60_, minutes(x_m)) / 1e6); }
  /// Outdoors, that lets as much into a house.
  double indoors_kg_m3(double x_m) {
    double const t = minutes(x_m);
    if (t != last_min_) factor_ = shelter_factor(s_.tables.exposure.air_changes_per_h, last_min_ = t, load_power());
    return kg_m3(x_m) * factor_;
  }

 private:
  double load_power() const { return s_.substance().probit ? s_.substance().probit->n : kUsualPower; }
  double minutes(double x_m) const { return s_.cloud.passing_min(x_m, load_power()); }

  static constexpr double kUsualPower = 2; // ten Berge et al. (1986): most of 20 substances 1…3.5
  Setting const& s_;
  double ppm_10_, ppm_60_;
  double last_min_ = -1, factor_ = 1; // a lasting leak passes everywhere alike
};

/// The probit along the axis of a passing cloud; off it C falls as a bell, so the probit by `fall` × y².
class ToxicTable {
 public:
  static double axis_probit(Setting const& s, double x_m) {
    ToxicProbit const& probit = *s.substance().probit;
    return std::max(kNever, toxic_probit(probit, 1e6 * s.cloud.axis_kg_m3(x_m), s.cloud.passing_min(x_m, probit.n)));
  }

  ToxicTable(Setting const& s, double reach_m) : log_reach_(std::log(std::max(reach_m, 2 * kNear_m))) {
    ToxicProbit const& probit = *s.substance().probit;
    for (std::size_t i = 0; i <= kSteps; ++i) {
      double const x = std::exp(log_reach_ * static_cast<double>(i) / kSteps);
      double const across = s.cloud.across_m(x);
      probit_[i] = axis_probit(s, x);
      fall_[i] = probit.b * probit.n / (2 * across * across);
    }
  }

  /// Off the axis no more than 1 in 10 000 dies.
  double widest_m() const {
    double const least = probit_of(kLeast);
    double widest = 0;
    for (std::size_t i = 0; i <= kSteps; ++i)
      widest = std::max(widest, std::sqrt(std::max(0.0, probit_[i] - least) / fall_[i]));
    return widest;
  }

  double share(Along p) const {
    if (!(p.along_m > kNear_m)) return 0;
    double const step = std::log(p.along_m) / log_reach_ * kSteps;
    if (step >= kSteps) return 0;
    auto const i = static_cast<std::size_t>(step);
    double const part = step - static_cast<double>(i);
    double const fall = std::exp2((1 - part) * std::log2(fall_[i]) + part * std::log2(fall_[i + 1]));
    double const here = probit_[i] + part * (probit_[i + 1] - probit_[i]) - fall * p.across_m * p.across_m;
    return here < kNobody ? 0 : share_of(here);
  }

 private:
  static constexpr std::size_t kSteps = 160;
  static constexpr double kNear_m = 1, kNever = -50, kNobody = 0; // a share of 3e-7
  double log_reach_;
  std::array<double, kSteps + 1> probit_{}, fall_{};
};

Outcome toxic(Setting const& s) {
  Outcome out;
  out.effect = Effect::toxic;
  for (int level = 2; level >= 0; --level) {
    auto const i = static_cast<std::size_t>(level);
    Guideline aegl(s, i);
    if (!aegl.exists()) continue;
    add_cloud_ring(
        s, [&](double x) { return aegl.kg_m3(x); },
        {s.substance().aegl_ppm[i], "ppm", "AEGL-" + std::to_string(level + 1)}, out.rings);
    std::vector<Ring> sheltered;
    if (level == 1)
      add_cloud_ring(
          s, [&](double x) { return aegl.indoors_kg_m3(x); }, {s.substance().aegl_ppm[i], "ppm", "AEGL-2 indoors"},
          sheltered);
    if (!sheltered.empty()) out.sheltered = sheltered[0];
  }
  out.dying = [](Along) { return Dying{}; };
  out.widest_m = 0;
  for (Ring const& ring : out.rings)
    out.widest_m = std::max(out.widest_m, ring.widest_m());
  if (!s.substance().probit) return out;
  out.reach_m = reach([&](double x) { return share_of(ToxicTable::axis_probit(s, x)); }, kLeast);
  ToxicTable const lethal(s, out.reach_m);
  out.widest_m = std::max(out.widest_m, lethal.widest_m());
  out.dying = [table = lethal, indoors = s.tables.exposure.indoors_toxic](Along p) {
    double const share = table.share(p);
    return Dying{share, share, indoors * share};
  };
  return out;
}

/// Where gas between the limits may lie at once, and how much of it.
struct Flammable {
  Ring ring{};
  double kg = 0;
};
Flammable flammable(Setting const& s) {
  Flammable out{{100 * s.substance().lower_limit, "% by volume", "lower flammable limit"}, s.release.air_kg};
  if (s.rises()) {
    make_circle(out.ring, s.ball_m(), 0);
  } else if (s.is_jet()) {
    FlammableJet const jet = flammable_jet(s.storage, s.release.rate_kg_s);
    make_slender(out.ring, jet.reach_m, [&](double x) { return jet.half_width_m(x); });
    out.kg = std::min(jet.mass_kg, s.release.air_kg);
  } else {
    std::vector<Ring> rings;
    add_cloud_ring(s, s.kg_m3(s.substance().lower_limit), out.ring, rings);
    if (rings.empty()) return {};
    out.ring = rings[0];
    // Of a lasting leak what is between source and far end.
    if (!s.bursts()) out.kg = std::min(out.kg, s.release.air_kg_s * out.ring.reach_m / s.cloud.wind_mps());
  }
  return out;
}

Outcome flash_fire(Setting const& s) {
  Outcome out;
  out.effect = Effect::flash_fire;
  out.dying = [](Along) { return Dying{}; };
  Flammable const cloud = flammable(s);
  if (!(cloud.kg > 0)) return out;
  out.rings = {cloud.ring};
  out.reach_m = cloud.ring.farthest_m();
  out.is_round = cloud.ring.radius_m > 0;
  out.widest_m = cloud.ring.widest_m();
  out.any_weather = s.rises() || s.is_jet();
  out.dying = [ring = cloud.ring](Along p) { return ring.contains(p) ? Dying{1, 1, 1} : Dying{}; };
  return out;
}

Outcome explosion(Setting const& s) {
  Outcome out;
  out.effect = Effect::explosion;
  out.dying = [](Along) { return Dying{}; };
  Flammable const cloud = flammable(s);
  double const energy = s.tables.exposure.congested_share * cloud.kg * s.substance().combustion_J_kg;
  if (!(energy > 0)) return out;
  double const mach = flame_mach(s.substance().reactivity, s.tables.exposure.congestion, Expansion::partly);
  double const middle = s.bursts() ? 0 : cloud.ring.reach_m / 2;
  for (double const level : kBlastLevels)
    if (double const r = blast_reach_m(energy, mach, level); r > 0) {
      out.rings.push_back({level, "Pa"});
      make_circle(out.rings.back(), r, middle);
    }
  double const all = blast_reach_m(energy, mach, kAllDie_Pa), some = blast_reach_m(energy, mach, kRooms_Pa);
  out.reach_m = some > 0 ? some + middle : 0;
  out.is_round = s.bursts();
  out.any_weather = s.bursts() || s.is_jet();
  out.dying = [all, some, middle, indoors = s.tables.exposure.blast_indoors](Along p) {
    double const r = std::hypot(p.along_m - middle, p.across_m);
    return r < all ? Dying{1, 1, 1} : r < some ? Dying{0, 0, indoors} : Dying{};
  };
  return out;
}

/// Shares that die over the distance from a fire.
class HeatTable {
 public:
  HeatTable(std::function<double(double)> const& heat, double seconds, double reach_m, double clothed)
      : all_m_(std::min(reach(heat, kAllDie_W_m2), reach_m)), reach_m_(reach_m), clothed_(clothed) {
    for (std::size_t i = 0; i <= kSteps; ++i)
      share_[i] = share_of(heat_probit(heat(all_m_ + (reach_m_ - all_m_) * static_cast<double>(i) / kSteps), seconds));
  }
  Dying at(double r_m) const {
    if (r_m <= all_m_) return {1, 1, 1};
    if (r_m >= reach_m_) return {};
    double const step = std::min((r_m - all_m_) / (reach_m_ - all_m_) * kSteps, kSteps - 1e-9);
    auto const i = static_cast<std::size_t>(step);
    double const share = share_[i] + (step - static_cast<double>(i)) * (share_[i + 1] - share_[i]);
    return {share, clothed_ * share, 0};
  }

 private:
  static constexpr std::size_t kSteps = 200;
  double all_m_, reach_m_, clothed_;
  std::array<double, kSteps + 1> share_{};
};

/// A fire by its heat over the distance from `middle_m` downwind, for `seconds`.
Outcome fire(Setting const& s, std::function<double(double)> const& heat, double seconds, double middle_m) {
  Outcome out;
  out.is_round = middle_m == 0;
  out.any_weather = true;
  for (double const level : kHeatLevels)
    if (double const r = reach(heat, level); r > 0) {
      out.rings.push_back({level, "W/m²"});
      make_circle(out.rings.back(), r, middle_m);
    }
  double const far = reach([&](double r) { return share_of(heat_probit(heat(r), seconds)); }, kLeast);
  out.reach_m = far > 0 ? far + middle_m : 0;
  out.dying = [table = HeatTable(heat, seconds, far, s.tables.exposure.clothed), middle_m](Along p) {
    return table.at(std::hypot(p.along_m - middle_m, p.across_m));
  };
  return out;
}

Outcome jet_fire(Setting const& s) {
  Substance const& fuel = s.substance();
  double const rate = s.release.air_kg_s;
  JetFlame flame{rate, gas_flame_length_m(rate, fuel.combustion_J_kg), .2, fuel.combustion_J_kg};
  if (fuel.id == "hydrogen" && s.storage.phase == Phase::gas) {
    GasState const inside{s.storage.pressure_Pa, s.storage.temperature_K, fuel.molar_mass_kg, fuel.heat_ratio, 1};
    flame.length_m = hydrogen_flame_length_m(rate, expanded_speed_mps(gas_jet({.01, 1}, inside), inside), s.air);
    flame.radiated = hydrogen_radiated(rate, flame.length_m);
  }
  // Level and in the wind's direction; rings about its middle.
  auto const heat = [flame, air = s.air](double r) { return jet_heat(flame, air, flame.length_m / 2 + r, 0); };
  auto const aside = [flame, heat](double r) {
    return r < flame.length_m / 2 ? std::max(heat(r), kAllDie_W_m2 * 1.1) : heat(r); // within the flame
  };
  Outcome out = fire(s, aside, s.tables.exposure.heat_s, flame.length_m / 2);
  out.effect = Effect::jet_fire;
  return out;
}

Outcome pool_fire(Setting const& s) {
  Substance const& fuel = s.substance();
  PoolFire const pool{s.release.pool_m, burning_rate(fuel.combustion_J_kg, fuel.latent_J_kg, fuel.liquid_heat_J_kgK,
                                                     fuel.boiling_K, s.air.temperature_K)};
  auto const heat = [pool, air = s.air](double r) { return r <= pool.diameter_m / 2 ? 1e6 : pool_heat(pool, air, r); };
  Outcome out = fire(s, heat, s.tables.exposure.heat_s, 0);
  out.effect = Effect::pool_fire;
  return out;
}

Outcome ball(Setting const& s) {
  Fireball const f = fireball(s.release.air_kg, s.substance().combustion_J_kg, 1.21 * s.storage.pressure_Pa);
  auto const heat = [f, air = s.air](double r) { return r <= f.diameter_m / 2 ? 1e6 : fireball_heat(f, air, r); };
  Outcome out = fire(s, heat, std::min(f.duration_s, s.tables.exposure.heat_s), 0);
  out.effect = Effect::fireball;
  return out;
}

double ignited_at_once(Setting const& s) {
  Ignition const& i = s.tables.ignition;
  if (s.storage.phase == Phase::liquid) return i.liquid;
  bool const low = s.substance().reactivity == Reactivity::low;
  if (s.bursts()) {
    double const t = s.release.air_kg / 1e3;
    return (low ? i.low_mass : i.average_mass)[t < 1 ? 0 : t < 10 ? 1 : 2];
  }
  double const rate = s.release.air_kg_s;
  return (low ? i.low_rate : i.average_rate)[rate < 10 ? 0 : rate < 100 ? 1 : 2];
}

} // namespace

double cloud_kg_m3(Storage const& storage, Release const& release, Weather const& weather, Tables const& tables,
                   Along place) {
  return release.air_kg > 0 ? Cloud(storage, release, weather, tables.exposure).at(place) : 0;
}

std::vector<Outcome> outcomes(Storage const& storage, Release const& release, Weather const& weather,
                              Tables const& tables) {
  std::vector<Outcome> out;
  if (release.mass_kg <= 0) return out;
  Cloud const cloud(storage, release, weather, tables.exposure);
  Setting const s{storage, release, tables, cloud};
  auto const add = [&](double share, Outcome outcome) {
    outcome.share = share;
    out.push_back(std::move(outcome));
  };
  double left = 1;
  if (s.substance().burns()) {
    double const at_once = ignited_at_once(s), later = (1 - at_once) * tables.ignition.delayed;
    add(at_once, storage.phase == Phase::liquid ? pool_fire(s) : s.bursts() ? ball(s) : jet_fire(s));
    if (release.air_kg > 0) {
      add(later * tables.ignition.explodes, explosion(s));
      add(later * (1 - tables.ignition.explodes), flash_fire(s));
    }
    left = 1 - at_once - later;
  }
  if ((s.substance().probit || s.substance().has_aegl()) && release.air_kg > 0) add(left, toxic(s));
  return out;
}

} // namespace dalian::hazard
