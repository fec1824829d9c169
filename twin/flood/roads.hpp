#pragma once
// What water on a road does to those who drive.

namespace dalian::flood {

/// From here on a road is closed: cars stall or float (Pregnolato et al. 2017).
inline constexpr double kClosed_m = 0.3;

/// The speed that drivers keep through still water: Pregnolato, Ford, Wilkinson and Dawson (2017), Transportation
/// Research D 55: 67–81: 0.0009 w² - 0.5529 w + 86.9448 km/h, w in millimetres; 0 from 300 mm on.
double safe_speed_kmh(double depth_m);

} // namespace dalian::flood
