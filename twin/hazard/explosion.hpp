#pragma once
// Vapour-cloud explosion by Baker, Strehlow and Tang: a cloud of given energy burns with a flame of given speed among
// obstacles. Joules, pascals, metres. Side-on peak overpressure over flat ground, in all directions alike; not inside
// the cloud.
#include <cstdint>

namespace dalian::hazard {

enum class Reactivity : std::uint8_t { low, medium, high }; // of the fuel: methane; most; hydrogen, ethylene oxide
enum class Congestion : std::uint8_t { low, medium, high }; // share of the plane blocked: < 10 %, … 40 %, more
enum class Expansion : std::uint8_t { free, partly, between_floors }; // 3-D, 2.5-D, 2-D

/// Flame speed as a Mach number, Pierorazio et al. (2005), table; 5.2 stands for detonation.
double flame_mach(Reactivity reactivity, Congestion congestion, Expansion expansion);

/// Peak overpressure at `distance_m` from the middle: curves of Tang and Baker (1999) at R = r (pₐ/2E)^(1/3) – twice
/// the energy for the ground mirrors it –, points read from them at 15 distances 0.1 ≤ R ≤ 10, between them straight in
/// logarithms and in Mach number; beyond 10 the last slope, below 0.1 the first point.
double blast_Pa(double energy_J, double mach, double distance_m);
/// The distance with that overpressure, 0 where it is nowhere reached.
double blast_reach_m(double energy_J, double mach, double overpressure_Pa);

/// Energy of `volume_m3` of congested cloud at stoichiometric mixture: 3.5 MJ/m³, that of most hydrocarbons and of
/// hydrogen within 10 %. CPR 14E, section 5.
double cloud_energy_J(double volume_m3);

} // namespace dalian::hazard
