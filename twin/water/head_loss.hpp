#pragma once
// Head lost along a link by its flow, and the slope of that: metres over m³/s. Formulas and constants of the EPANET 2
// manual, chapter 3 and table 3.1 (there in feet and cubic feet a second). A loss falls and rises with its flow
// everywhere.
#include "twin/water/network.hpp"

namespace dalian::water {

struct Loss {
  double head_m = 0, slope = 0; // slope: m per m³/s, above 0
};

/// Below it a slope is held up, or a still pipe would leave the equations singular: EPANET 2's 1e-7 ft per ft³/s.
inline constexpr double kLeastSlope = 1e-7 * 0.3048 / 0.028316846592;

/// r of h = r q^exponent; 0 for Darcy–Weisbach.
double resistance_of(Link const& pipe, LossFormula formula);
double exponent_of(LossFormula formula);
/// m of h = m q².
double minor_of(double coefficient, double diameter_m);

/// r |q|^exponent + m q², signed.
Loss power_loss(double q, double r, double exponent, double m);
/// Friction by Hagen–Poiseuille up to Re 2000, Swamee & Jain (1976) from 4000, Dunlop (1991) between.
Loss darcy_loss(double q, Link const& pipe, double viscosity_m2s, double m);
/// Negative: what the pump lifts. Its speed is more than 0. Specific gravity counts for constant power alone.
Loss pump_loss(double q, PumpLaw const& law, double speed, double gravity);
/// Between the points of a curve, straight on beyond them, odd in q.
Loss curve_loss(double q, std::vector<std::pair<double, double>> const& points);
/// The most that a pump lifts at this speed; infinite at constant power.
double shutoff_of(PumpLaw const& law, double speed);

} // namespace dalian::water
