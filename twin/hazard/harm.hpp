#pragma once
// What heat, blast and poison do to people: doses, probits, shares that die. Lethality of those who stand in the open
// unless said. TNO Green Book CPR 16E (1992) and Purple Book CPR 18E (2005).
#include <optional>

namespace dalian::hazard {

/// Share harmed for a probit: ½ (1 + erf((Pr − 5)/√2)). Finney (1971).
double share_of(double probit);
/// Its inverse, for 0 < share < 1.
double probit_of(double share);

/// Death by heat, unprotected: −36.38 + 2.56 ln(t q^(4/3)), q in W/m², t in s, t ≤ 20 s (people run). CPR 18E, 5.2.3.
double heat_probit(double heat_W_m2, double t_s);
inline constexpr double kLongestExposure_s = 20;
/// Death by lung damage from blast, peak side-on overpressure in Pa: −77.1 + 6.91 ln p, Eisenberg et al. (1975).
double lung_probit(double overpressure_Pa);

/// Constants of Pr = a + b ln(Cⁿ t), C in mg/m³, t in minutes.
struct ToxicProbit {
  double a = 0, b = 0, n = 1;
};
double toxic_probit(ToxicProbit const& constants, double mg_m3, double minutes);
/// C at which a share dies after that time, mg/m³.
double lethal_mg_m3(ToxicProbit const& constants, double share, double minutes);

/// ppm by volume ↔ mg/m³ at 1 atm.
double mg_m3_of_ppm(double ppm, double molar_mass_kg, double temperature_K);

/// Inside a building that takes in `changes_per_h` of its air: share of the outdoor concentration after `minutes` in a
/// steady cloud, 1 − e^(−n t).
double indoors_share(double changes_per_h, double minutes);
/// How many times as strong an outdoor cloud of `minutes` is that gives those indoors the toxic load ∫ Cⁿ dt of those
/// in the open, when the house is aired as it ends: (t/∫ (1 − e^(−λt))ⁿ dt)^(1/n). One well-mixed room.
double shelter_factor(double changes_per_h, double minutes, double n);

/// A guideline level at an exposure between the two that are published, straight in logarithms; beyond them the nearer.
double level_at(double ppm_10min, double ppm_60min, double minutes);

} // namespace dalian::hazard
