#pragma once
// Design storms: how much rain falls in which time, by return period, and how it lies over the hours.
#include <vector>

namespace dalian::flood {

/// Chinese form of a city's storm intensity (GB 50014-2021, appendix): q = a (1 + c lg P) / (t + b)^n in L/(s ha), P in
/// years, t in minutes.
struct StormFormula {
  double a = 0, c = 0, b_min = 0, n = 0;
};

/// Mean intensity of the heaviest `minutes`, mm/h. 1 L/(s ha) = 0.36 mm/h.
double mean_intensity_mm_h(StormFormula const& formula, double return_years, double minutes);
/// What falls in them, mm.
double depth_mm(StormFormula const& formula, double return_years, double minutes);

struct Storm {
  double return_years = 0;
  double minutes = 0;    // of rain
  double peak_share = 0; // of its time that is before the peak, 0…1
};
/// Keifer and Chu (1957), Journal of the Hydraulics Division 83(HY4), "Chicago": every stretch about the peak, divided
/// by it as the whole is, rains by the formula. Mean mm/h of each step of `step_min`; the last one may end in the dry.
std::vector<double> chicago_mm_h(StormFormula const& formula, Storm const& storm, double step_min);

} // namespace dalian::flood
