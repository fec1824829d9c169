#include "twin/whatif/power_engine.hpp"

#include "twin/power/contingency.hpp"
#include "twin/power/hosting.hpp"
#include "twin/whatif/power_day.hpp"
#include "twin/whatif/power_mend.hpp"
#include "twin/whatif/power_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Severity;
using power::Trouble;

constexpr char kSource[] = "AC power flow (Newton-Raphson) of the layout's grid at peak, no sun or wind, cos φ 0.95";
constexpr std::size_t kMostMends = 8; // of violations: each is some power flows
constexpr char kNoAnswer[] = "NO SOLUTION was found: the best state met, no answer; see the findings";

/// The words of twin/power name buses by number; here they have ids.
std::string with_ids(std::string text, PowerGrid const& grid) {
  for (std::size_t at = text.find("bus "); at != std::string::npos; at = text.find("bus ", at + 4)) {
    std::size_t end = at + 4;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
      ++end;
    if (end == at + 4) continue;
    std::size_t const number = std::stoul(text.substr(at + 4, end - at - 4));
    if (number >= 1 && number <= grid.bus.size())
      text.replace(at + 4, end - at - 4, fmt::format("'{}'", grid.bus[number - 1]));
  }
  return text;
}

class PowerRun {
 public:
  PowerRun(Programme const& programme, EnergyFactors const& factors, Inputs const& inputs)
      : programme_(programme), factors_(factors), inputs_(inputs),
        grid_(read_power_grid(inputs, programme.figure("coincidence"), out_.findings)) {}

  Evaluation run() {
    if (auto const mistake = power::find_mistake(grid_.network)) { // nothing can be computed
      tell({*mistake});
      return std::move(out_);
    }
    if (!asks_for_power()) {
      out_.findings.assign(1, told({Severity::note, "power_bus", "", ""}, kPowerNoLoad));
      return std::move(out_);
    }
    power::FlowOptions options;
    options.reactive_limits = true;
    options.flat_start = true;
    power::Study study(grid_.network, options);
    inputs_.stop_if_asked();
    tell(study.base().troubles);
    violations(study, options);
    columns(study.base());
    if (study.ready()) rooms(study);
    figures(study, options);
    if (study.ready()) outages(study, options);
    if (study.ready()) day(study);
    out_.certificates.push_back({"power mismatch", study.base().mismatch_pu, options.newton.tolerance, "p.u."});
    return std::move(out_);
  }

 private:
  bool asks_for_power() const {
    auto const& buses = grid_.network.buses;
    return std::any_of(buses.begin(), buses.end(), [](power::Bus const& b) { return b.load_mw != 0; });
  }

  void tell(std::vector<Trouble> const& troubles) {
    for (Trouble const& t : troubles) {
      plan::Finding f;
      f.severity = t.weight == Trouble::Weight::error     ? plan::Severity::error
                   : t.weight == Trouble::Weight::warning ? plan::Severity::warning
                                                          : plan::Severity::note;
      if (t.element == power::Element::bus) f.layer = "power_bus", f.id = grid_.bus[t.index];
      if (t.element == power::Element::generator) f.layer = "generator", f.id = grid_.generator[t.index];
      if (t.element == power::Element::branch)
        f.layer = plan::spec_of(grid_.branch[t.index].layer).name, f.id = grid_.branch[t.index].id;
      f.message = with_ids(t.message, grid_);
      name(f, t);
      if (out_.findings.empty() || out_.findings.back() != f)
        out_.findings.push_back(std::move(f)); // circuits are alike
    }
  }

  /// What it is in every language, when twin/power says which of its messages it is.
  static void name(plan::Finding& f, Trouble const& t) {
    auto const words =
        std::find_if(kPowerFlowWords.begin(), kPowerFlowWords.end(), [&](Words const& w) { return w.code == t.code; });
    if (words == kPowerFlowWords.end()) return;
    assert(told({f.severity, f.layer, f.id, ""}, *words, t.values).message == t.message && "the words are the same");
    f.code = t.code;
    f.values = t.values;
  }

  About about(power::Element element, std::size_t index, Severity severity) const {
    if (element == power::Element::bus) return {severity, "power_bus", grid_.bus[index], ""};
    return {severity, plan::spec_of(grid_.branch[index].layer).name, grid_.branch[index].id, ""};
  }
  void tell(About const& of, Words const& words, std::vector<std::string> values, std::string mend = {}) {
    plan::Finding f = told(of, words, std::move(values));
    f.mend = std::move(mend);
    if (out_.findings.empty() || out_.findings.back() != f) out_.findings.push_back(std::move(f)); // circuits are alike
  }

  void violations(power::Study& study, power::FlowOptions const& options) {
    auto const all = power::list_violations(study);
    auto const words = power::find_violations(study);
    for (std::size_t i = 0; i < all.size(); ++i) {
      power::Violation const& v = all[i];
      if (v.mend == 0) {
        tell({words[i]});
        continue;
      }
      inputs_.stop_if_asked();
      std::string mend = i < kMostMends ? mend_of(v, grid_, options) : std::string();
      auto const of = about(v.element, v.index, Severity::warning);
      if (v.element == power::Element::bus)
        tell(of, v.value < v.limit ? kVoltageLow : kVoltageHigh,
             {fmt::format("{:.4f}", v.value), fmt::format("{:.3f}", v.limit), fmt::format("{:.3g}", std::abs(v.mend))},
             std::move(mend));
      else
        tell(of, kOverload,
             {fmt::format("{:.3g}", v.value), fmt::format("{:.1f}", 100 * v.value / v.limit),
              fmt::format("{:.3g}", v.mend), grid_.bus[v.at]},
             std::move(mend));
    }
  }

  void columns(power::Flow const& flow) {
    Column voltage{"power_voltage", Layer::power_bus, "p.u.", {}};
    for (std::size_t b = 0; b < grid_.bus.size(); ++b)
      voltage.values.emplace_back(grid_.bus[b], flow.vm[b]);
    out_.columns.push_back(std::move(voltage));
    for (Layer const layer : {Layer::feeder, Layer::transformer}) {
      std::string const of = layer == Layer::feeder ? "feeder" : "transformer";
      Column loading{of + "_loading", layer, "%", {}}, losses{of + "_losses", layer, "kW", {}};
      for (std::size_t i = 0; i < grid_.branch.size(); ++i) {
        power::BranchFlow const& f = flow.branches[i];
        double const rating = grid_.network.branches[i].rating_mva, lost = (f.from + f.to).real();
        if (grid_.branch[i].layer != layer || !std::isfinite(lost)) continue;
        if (i > 0 && grid_.branch[i] == grid_.branch[i - 1]) { // another circuit of it, as loaded
          losses.values.back().second += 1e3 * lost;
          continue;
        }
        losses.values.emplace_back(grid_.branch[i].id, 1e3 * lost);
        if (rating > 0) loading.values.emplace_back(grid_.branch[i].id, 100 * f.worst_mva() / rating);
      }
      out_.columns.push_back(std::move(loading));
      out_.columns.push_back(std::move(losses));
    }
  }

  void rooms(power::Study& study) {
    for (auto const guest : {power::Guest::load, power::Guest::generation}) {
      std::string const name = guest == power::Guest::load ? "charger_room" : "solar_room";
      Column column{name, Layer::power_bus, "MW", {}};
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t b = 0; b < grid_.bus.size(); ++b) {
        if (grid_.network.buses[b].base_kv > kSupply_kv || study.base().vm[b] == 0) continue;
        inputs_.stop_if_asked();
        double const mw = power::find_hosting(study, b, guest, kMostRoom_mw).mw;
        column.values.emplace_back(grid_.bus[b], mw);
        least = std::min(least, mw);
      }
      if (std::isfinite(least))
        add("least_" + name, "", exactly(least), "MW",
            fmt::format("at one supply bus alone, within voltages and ratings, looked for up to {} MW", kMostRoom_mw),
            1e-3 * kMostRoom_mw);
      out_.columns.push_back(std::move(column));
    }
  }

  /// Losses, worst loading, voltages by scope.
  struct Figures {
    double load_mw = 0, losses_mw = 0, unserved_mw = 0, loading = 0;
    std::map<std::string, std::pair<double, double>> voltage; // by zone: lowest, highest
  };
  Figures figures_of(power::Flow const& flow) const {
    Figures out{flow.load_mw, flow.losses_mw, flow.unserved_mw, power::worst_loading(grid_.network, flow).value, {}};
    for (std::size_t b = 0; b < grid_.bus.size(); ++b) {
      if (flow.vm[b] == 0) continue;
      for (auto const& scope : {std::string(), grid_.zone[b]}) {
        auto& [low, high] = out.voltage.try_emplace(scope, flow.vm[b], flow.vm[b]).first->second;
        low = std::min(low, flow.vm[b]), high = std::max(high, flow.vm[b]);
      }
    }
    return out;
  }

  /// With the loads at an end of the coefficients; those of the middle where that has no solution, which is told.
  Figures at_end(Figures const& middle, std::vector<double> const& factors, Words const& none,
                 power::FlowOptions const& options) {
    inputs_.stop_if_asked();
    power::Network network = grid_.network;
    for (std::size_t b = 0; b < factors.size(); ++b)
      network.buses[b].load_mw *= factors[b], network.buses[b].load_mvar *= factors[b];
    auto const flow = power::solve_flow(network, options);
    if (flow.converged) return figures_of(flow);
    out_.findings.push_back(told({Severity::note, "power_bus", "", ""}, none));
    return middle;
  }

  void figures(power::Study const& study, power::FlowOptions const& options) {
    power::Flow const& flow = study.base();
    std::string const source = flow.converged ? kSource : kNoAnswer;
    double const error = flow.mismatch_pu * kPowerBase_mva * static_cast<double>(grid_.bus.size());
    Figures const middle = figures_of(flow);
    bool const known = flow.converged;
    Figures const low = known ? at_end(middle, grid_.low, kNoLowEnd, options) : middle,
                  high = known ? at_end(middle, grid_.high, kNoHighEnd, options) : middle;
    add("grid_load", "", {low.load_mw, middle.load_mw, high.load_mw}, "MW",
        "parcels × coincidence, buses and hydrogen works, as far as they are fed");
    add("grid_losses", "", {low.losses_mw, middle.losses_mw, high.losses_mw}, "MW", source, error);
    add("grid_unserved", "", exactly(middle.unserved_mw + grid_.unconnected_mw), "MW",
        "load of islands that nothing feeds, and load that names no bus");
    add("worst_loading", "", 100 * Range{low.loading, middle.loading, high.loading}, "%", source);
    for (auto const& [zone, pair] : middle.voltage) {
      auto const at = [&](Figures const& end) {
        auto const it = end.voltage.find(zone);
        return it == end.voltage.end() ? pair : it->second;
      };
      add("lowest_voltage", zone, {at(high).first, pair.first, at(low).first}, "p.u.", source);
      add("highest_voltage", zone, {at(high).second, pair.second, at(low).second}, "p.u.", source);
    }
  }

  void outages(power::Study& study, power::FlowOptions const& options) {
    inputs_.stop_if_asked();
    double worst = 0, unserved = 0, failed = 0;
    double const base_loading = power::worst_loading(grid_.network, study.base()).value;
    for (power::Outage const& o : power::find_outages(study, options)) {
      double const more = o.unserved_mw - study.base().unserved_mw;
      worst = std::max(worst, o.worst_loading);
      unserved = std::max(unserved, more);
      if (o.branch > 0 && grid_.branch[o.branch - 1] == grid_.branch[o.branch]) continue; // circuits are alike
      failed += o.solved ? 0 : 1;
      auto const of = [&](Severity severity) { return about(power::Element::branch, o.branch, severity); };
      if (!o.solved)
        tell(of(Severity::warning), kOneOutUnsolved, {});
      else if (more > 0)
        tell(of(Severity::note), kOneOutUnserved, {fmt::format("{:.1f}", more)});
      else if (o.worst_loading > 1 + 1e-6 && o.worst_loading > base_loading + 1e-6)
        tell(of(Severity::note), kOneOutOverload,
             {grid_.branch[o.worst_branch].id, fmt::format("{:.0f}", 100 * o.worst_loading)});
    }
    add("one_out_loading", "", exactly(100 * worst), "%", "the worst loading with any one circuit or transformer out");
    add("one_out_unserved", "", exactly(unserved), "MW",
        "the most that any one circuit or transformer leaves without supply");
    add("one_out_unsolved", "", exactly(failed), "", "circuits or transformers without which no solution was found");
  }

  void day(power::Study& study) {
    inputs_.stop_if_asked();
    PowerDay const day = solve_power_day(inputs_, grid_, study, programme_, factors_);
    double without = 0, with = 0, losses = 0, lowest = std::numeric_limits<double>::infinity();
    std::size_t peak = 0;
    bool solved = true;
    for (std::size_t h = 0; h < day.results.size(); ++h) {
      power::HourResult const& r = day.results[h];
      solved = solved && r.converged;
      double given = 0;
      for (double const mw : r.storage_mw)
        given += mw;
      if (r.load_mw > without) without = r.load_mw, peak = h;
      with = std::max(with, r.load_mw - given);
      losses += r.losses_mw;
      lowest = std::min(lowest, r.lowest_vm);
    }
    std::string const source =
        solved ? "AC power flow of each hour of the peak day, loads by the shapes of their uses" : kNoAnswer;
    add("day_peak", "", exactly(with), "MW", "load less what batteries give, the highest of the day");
    add("day_shaved", "", exactly(without - with), "MW", "by batteries that name a bus, charged within the day");
    add("day_losses", "", exactly(losses), "MWh/d", source);
    add("day_lowest_voltage", "", exactly(lowest), "p.u.", source);
    Column column{"storage_power", Layer::storage, "MW", {}};
    for (std::size_t s = 0; s < day.storage.size(); ++s)
      column.values.emplace_back(day.storage[s], day.results[peak].storage_mw[s]);
    out_.columns.push_back(std::move(column));
  }

  void add(std::string name, std::string scope, Range range, std::string unit, std::string source, double error = 0) {
    double const low = std::min({range.low, range.value, range.high}),
                 high = std::max({range.low, range.value, range.high});
    out_.kpis.push_back(
        {std::move(name), std::move(scope), range.value, low, high, std::move(unit), std::move(source), error});
  }

  Programme const& programme_;
  EnergyFactors const& factors_;
  Inputs const& inputs_;
  Evaluation out_;
  PowerGrid grid_;
};

} // namespace

Engine power_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> factors) {
  Engine engine;
  engine.name = "power";
  engine.version = 3; // ends of ranges, what mends a violation, codes
  engine.parameters = plan::ByteText().add(programme->hash).add(factors->hash).hash();
  engine.reads = power_grid_reads();
  for (Slice& slice : power_day_reads())
    engine.reads.push_back(std::move(slice));
  engine.needs = {{"land", power_grid_columns()}};
  engine.run = [programme, factors](Inputs const& inputs) { return PowerRun(*programme, *factors, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
