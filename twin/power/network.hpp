#pragma once
// A power network as power flow sees it: one phase of a balanced three-phase system. Knows no map, no file. Powers in
// MW and MVAr, voltages and impedances in p.u. of the bus' base voltage and of `base_mva`.
#include "twin/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dalian::power {

enum class BusKind : std::uint8_t {
  load,      // what flows in and out is given
  generator, // active power and voltage are given
  slack,     // voltage and angle are given
  off        // not there
};

struct Bus {
  int number = 0; // its name, for people
  BusKind kind = BusKind::load;
  double load_mw = 0, load_mvar = 0;
  double shunt_mw = 0, shunt_mvar = 0; // taken up, and given, at 1 p.u.
  double vm = 1, va_deg = 0;           // where to begin; of a slack bus: what is given, unless a generator says
  double base_kv = 0;                  // 0 = unknown
  double v_max = 1.1, v_min = 0.9;
};

struct Generator {
  int bus = 0; // index
  double p_mw = 0, q_mvar = 0, q_max = 0, q_min = 0;
  double vm = 1; // p.u., to be held
  bool on = true;
  double p_max = 0, p_min = 0;
};

/// A line or transformer: π of series impedance and charging, with an ideal transformer at `from` (MATPOWER User's
/// Manual, section 3.2, "Branches").
struct Branch {
  int from = 0, to = 0;       // indices of buses
  double r = 0, x = 0, b = 0; // b: all of the line's charging
  double ratio = 1;           // voltage at from : voltage behind the ideal transformer
  double shift_deg = 0;       // delays
  double rating_mva = 0;      // 0 = none
  bool on = true;
  bool operator==(Branch const&) const = default;
};

/// Capacitor (step_mvar > 0) or reactor steps, switched to keep the bus' voltage between the two.
struct SwitchedShunt {
  int bus = 0;
  double step_mvar = 0;
  int steps = 0, now = 0;
  double v_low = 0.95, v_high = 1.05;
};

struct Network {
  double base_mva = 100;
  std::vector<Bus> buses;
  std::vector<Generator> generators;
  std::vector<Branch> branches;
  std::vector<SwitchedShunt> shunts;
};

/// "branch 4-5", "bus 7": how people name it.
std::string name_of_branch(Network const& network, std::size_t branch);

enum class Element : std::uint8_t { network, bus, branch, generator };

/// Something that is wrong, or worth knowing, with an element.
struct Trouble {
  enum class Weight : std::uint8_t { error, warning, note } weight = Weight::warning;
  Element element = Element::network;
  std::size_t index = 0;
  std::string message; // with the remedy; the element is not named in it
  // For who tells it in another language: which of the messages it is, and the values in it in their order.
  std::string code = {};
  std::vector<std::string> values = {};
  bool operator==(Trouble const&) const = default;
};

/// What no solver can take: a figure that is not finite, an element at a bus that is not there, a base of 0, a bus
/// number twice. Nothing when all is well.
std::optional<Trouble> find_mistake(Network const& network);
/// "branch 4: a bus is not there": by its place in the network, for its buses may be what is wrong.
std::string mistake_text(Trouble const& mistake, Network const& network);

/// "warning: bus 7: voltage …".
std::string to_text(Trouble const& trouble, Network const& network);

} // namespace dalian::power
