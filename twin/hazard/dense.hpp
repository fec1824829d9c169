#pragma once
// Gas heavier than air near the ground: the correlations of Britter and McQuaid, "Workbook on the dispersion of dense
// gases", HSE 17/1988, with the lines that CCPS (1999), section 2.3.3, drew through them. Volume shares. Mean
// concentrations of about 10 min; flat ground; a source at ground level without upward momentum; wind at 10 m.
#include <array>

namespace dalian::hazard {

struct DenseSource {
  double volume = 0;            // m³/s of a lasting leak, m³ of a sudden one, at the source's temperature
  double density_kg_m3 = 0;     // there
  double temperature_K = 0;     // there
  double share = 1;             // of the substance in what leaves
  double air_density_kg_m3 = 0; //
  double air_temperature_K = 0; //
  double wind_10m_mps = 0;      // > 0
  double duration_s = 0;        // of a lasting leak
};

/// g (ρ₀ − ρₐ)/ρₐ, m/s²; negative for what rises.
double reduced_gravity(DenseSource const& source);
/// Heavy enough for these curves: (g₀ q/(u³ D))^(1/3) ≥ 0.15, and √(g₀ V)/(u V^(1/3)) ≥ 0.20.
bool is_dense_plume(DenseSource const& source);
bool is_dense_puff(DenseSource const& source);

/// Steps along log₁₀ of scaled distance at which the concentration has fallen to a share of the first.
class DenseCloud {
 public:
  /// Share by volume on the axis, `x_m` > 0 downwind of the source's middle.
  double at(double x_m) const;
  /// The farthest x with that share; 0 when there is none.
  double reach_m(double share) const;
  double scale_m() const { return scale_m_; }
  /// Where the curves end: at a share of 0.002 of a plume's source, 0.001 of a puff's.
  double end_m() const;
  /// Whether the density fits the range of the curves; beyond it their ends are used.
  bool in_range() const { return in_range_; }

 private:
  friend DenseCloud dense_plume(DenseSource const&);
  friend DenseCloud dense_puff(DenseSource const&);
  double mean_share(double scaled) const; // before warming

  double scale_m_ = 0, near_ = 0, near_factor_ = 0; // D; where the near formula ends; 306 or 3.24
  double share_ = 1, warming_ = 1;                  // of the source; T₀/Tₐ
  bool in_range_ = true, bounded_ = false;
  std::array<double, 8> log_x_{}, shares_{};
  int points_ = 0;
};
DenseCloud dense_plume(DenseSource const& source);
/// At the time when the leading edge is there.
DenseCloud dense_puff(DenseSource const& source);

/// Half-width of a lasting plume at ground level: L = D + 8 l + 2.5 (l x²)^(1/3), l = q g₀/u³.
double dense_half_width_m(DenseSource const& source, double x_m);

} // namespace dalian::hazard
