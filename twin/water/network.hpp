#pragma once
// A network of water pipes as data: metres of head, cubic metres a second, metres, seconds, watts. It knows no file
// format and solves nothing. Nodes and links are numbered from 0; pattern and curve numbers may be kNone.
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace dalian::water {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

enum class NodeKind : std::uint8_t { junction, reservoir, tank };
/// Valves as EPANET 2 names them: pressure reducing, sustaining and breaking, flow control, throttle, general purpose.
enum class LinkKind : std::uint8_t { pipe, check_valve, pump, prv, psv, pbv, fcv, tcv, gpv };
enum class LossFormula : std::uint8_t { hazen_williams, darcy_weisbach, chezy_manning };

inline bool is_valve(LinkKind kind) {
  return kind >= LinkKind::prv;
}

struct Pattern {
  std::string id;
  std::vector<double> factors;
};

/// Points as they stand in the file: what they measure depends on who uses the curve.
struct Curve {
  std::string id;
  std::vector<std::pair<double, double>> points;
};

struct Demand {
  double base_m3s = 0;
  std::uint32_t pattern = kNone;
};

struct Tank {
  double initial_m = 0, least_m = 0, most_m = 0; // levels over the node's elevation
  double area_m2 = 0;                            // without a curve
  double least_m3 = 0;                           // volume at the least level
  std::vector<std::pair<double, double>> volume; // level m, volume m³; empty = a cylinder
  bool overflows = false;
};

struct Node {
  std::string id;
  NodeKind kind = NodeKind::junction;
  double elevation_m = 0;        // of a reservoir: its head
  std::vector<Demand> demands;   // junctions
  double emitter = 0;            // m³/s at 1 m of pressure
  std::uint32_t pattern = kNone; // of a reservoir's head
  Tank tank;
  double east = 0, north = 0; // of the drawing
  std::uint32_t line = 0;     // of the file; 0 = of none
};

/// Head over flow of a pump at full speed.
struct PumpLaw {
  enum class Kind : std::uint8_t { power, function, points } kind = Kind::function;
  double power_w = 0;                             // power: of the water
  double shutoff_m = 0, factor = 0, exponent = 2; // function: shutoff − factor · q^exponent
  std::vector<std::pair<double, double>> points;  // m³/s, m; flow rising, head falling
  double design_m3s = 0, most_m3s = 0;
};

struct Link {
  std::string id;
  LinkKind kind = LinkKind::pipe;
  std::uint32_t from = 0, to = 0;
  double length_m = 0, diameter_m = 0;
  double roughness = 0;          // C of Hazen–Williams, m of Darcy–Weisbach, n of Manning
  double minor = 0;              // loss in velocity heads
  bool open = true;              // at the start
  bool fixed = false;            // a valve that is open or closed whatever its setting, at the start
  double setting = 1;            // pump: speed; prv, psv: m of pressure; pbv: m; fcv: m³/s; tcv: velocity heads
  std::uint32_t pattern = kNone; // of a pump's speed
  PumpLaw pump;
  std::vector<std::pair<double, double>> curve;      // gpv: m³/s, m
  std::vector<std::pair<double, double>> efficiency; // pump: m³/s, share
  double quality_decay = 0;
  std::uint32_t line = 0;
};

/// What a control or a rule does to a link.
struct Action {
  std::uint32_t link = kNone;
  bool has_setting = false;
  bool open = true; // without a setting
  double setting = 0;
};

struct Control {
  enum class When : std::uint8_t { above, below, time, clock } when = When::time;
  Action action;
  std::uint32_t node = kNone;
  double level = 0; // tank: m over its bottom; junction: m of pressure
  std::int64_t seconds = 0;
};

struct Premise {
  enum class What : std::uint8_t {
    demand,
    head,
    pressure,
    level,
    fill_time,
    drain_time,
    flow,
    status,
    setting,
    power,
    time,
    clock
  } what = What::time;
  enum class Relation : std::uint8_t { equal, unequal, less, at_most, more, at_least } relation = Relation::equal;
  bool or_before = false;        // joined to what stands before by OR
  std::uint32_t element = kNone; // node or link; kNone = the system
  double value = 0;              // SI; seconds; status: 0 closed, 1 open, 2 active
};

struct Rule {
  std::string id;
  std::vector<Premise> premises;
  std::vector<Action> then, otherwise;
  double priority = 0;
};

struct Times {
  std::int64_t duration = 0, hydraulic = 3600, pattern = 3600, pattern_start = 0, report = 3600, report_start = 0,
               rule = 360, quality = 300, start_clock = 0;
};

struct Options {
  LossFormula formula = LossFormula::hazen_williams;
  double gravity = 1;              // specific, of the liquid
  double viscosity_m2s = 1.022e-6; // EPANET 2: 1.1e-5 ft²/s, water at 20 °C
  double accuracy = 1e-3;          // sum of flow changes over sum of flows
  int trials = 200, extra_trials = 0, check_every = 2, check_most = 10;
  double demand_factor = 1, emitter_exponent = 0.5;
  bool pressure_driven = false;
  double least_pressure_m = 0, full_pressure_m = 0.07, pressure_exponent = 0.5; // pressure-driven demand, Wagner 1988
  double pump_efficiency = 0.75;
};

struct Network {
  std::string title;
  std::vector<Node> nodes;
  std::vector<Link> links;
  std::vector<Pattern> patterns;
  std::vector<Curve> curves;
  std::vector<Control> controls;
  std::vector<Rule> rules;
  Times times;
  Options options;
};

} // namespace dalian::water
