#include "twin/whatif/port.hpp"

#include "twin/plan/polygon.hpp"
#include "twin/whatif/memo.hpp"
#include "twin/whatif/port_terminal.hpp"
#include "twin/whatif/port_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

struct TerminalAnswer {
  std::array<TerminalFigures, kEnds.size()> ends;
  TerminalPlan plan;
  int mending_cranes = 0; // 0 = waits are accepted, or none helps
};
using TerminalMemo = Memo<std::shared_ptr<TerminalAnswer const>>;

TerminalFigures const& expected(TerminalAnswer const& answer) {
  return answer.ends[static_cast<std::size_t>(End::value)];
}

class PortRun {
 public:
  PortRun(PortTable const& table, TerminalMemo& memo, Inputs const& inputs)
      : table_(table), memo_(memo), inputs_(inputs) {}

  Evaluation run() {
    read_berths();
    read_cranes();
    read_yards();
    for (auto& [id, terminal] : terminals_) {
      inputs_.stop_if_asked();
      terminal.share = terminal.length_m / length_m_;
      answers_[id] = memo_.get(hash_of(terminal), [&, &of = terminal] { return answer(of); });
      judge(terminal, *answers_[id]);
    }
    if (!answers_.empty()) add_kpis();
    add_columns();
    return std::move(out_);
  }

 private:
  void report(About about, Words const& words, std::vector<std::string> values = {}) {
    out_.findings.push_back(told(std::move(about), words, std::move(values)));
  }

  void read_berths() {
    inputs_.for_each(Layer::berth, [&](Entity const& berth) {
      if (berth.text("kind") != "container") {
        report({Severity::note, "berth", berth.id(), "kind"}, kPortOtherKind, {berth.text("kind")});
        return;
      }
      auto const line = plan::to_map(berth.shape("line"));
      if (line.size() < 2 || !(plan::length_m(line) > 0)) return; // the check of the layout says so
      terminals_[berth.id()].berth = berth.id();
      length_m_ += terminals_[berth.id()].length_m = plan::length_m(line);
    });
  }

  void read_cranes() {
    inputs_.for_each(Layer::crane, [&](Entity const& crane) {
      auto const at = terminals_.find(crane.text("berth"));
      if (at != terminals_.end()) at->second.crane_moves.push_back(crane.number("moves_h"));
    });
  }

  void read_yards() {
    inputs_.for_each(Layer::yard, [&](Entity const& yard) {
      auto const at = terminals_.find(yard.text("berth"));
      if (at == terminals_.end()) return;
      auto const ring = plan::to_map(yard.shape("outline"));
      Terminal::Yard one{yard.id(), 0, yard.has("capacity_teu") ? yard.number("capacity_teu") : 0};
      if (plan::is_simple(ring)) one.area_ha = plan::true_area_m2(ring) / 1e4;
      at->second.yards.push_back(std::move(one));
      if (yard.has("cranes")) at->second.yard_cranes += static_cast<int>(yard.number("cranes"));
      if (yard.has("gate_lanes")) at->second.gate_lanes += static_cast<int>(yard.number("gate_lanes"));
    });
  }

  std::shared_ptr<TerminalAnswer const> answer(Terminal const& terminal) const {
    auto out = std::make_shared<TerminalAnswer>();
    for (End const end : kEnds)
      out->ends[static_cast<std::size_t>(end)] = terminal_figures(terminal, table_, end);
    out->plan = terminal_plan(terminal, table_);
    auto const& figures = expected(*out);
    if (figures.stay_h > 0 && figures.wait_h > accepted_wait_h(table_, figures))
      out->mending_cranes = cranes_that_mend(terminal, table_);
    return out;
  }

  void judge(Terminal const& terminal, TerminalAnswer const& answer) {
    TerminalFigures const& f = expected(answer);
    if (terminal.crane_moves.empty()) {
      report({Severity::error, "berth", terminal.berth, ""}, kPortNoCrane);
      return;
    }
    if (f.wait_h > accepted_wait_h(table_, f)) {
      std::vector<std::string> values{fmt::format("{:.1f}", f.wait_h), fmt::format("{:.0f}", 100 * f.occupancy),
                                      fmt::format("{:.1f}", accepted_wait_h(table_, f))};
      if (answer.mending_cranes > 1) values.push_back(fmt::to_string(answer.mending_cranes));
      report({f.occupancy >= 1 ? Severity::error : Severity::warning, "berth", terminal.berth, ""},
             answer.mending_cranes > 1    ? kPortWaitCranes
             : answer.mending_cranes == 1 ? kPortWaitCrane
                                          : kPortWaitQuay,
             std::move(values));
    }
    judge_land_side(terminal, f);
  }

  void judge_land_side(Terminal const& terminal, TerminalFigures const& f) {
    if (terminal.yards.empty()) report({Severity::note, "berth", terminal.berth, ""}, kPortNoYard);
    for (auto const& yard : terminal.yards)
      if (f.yard_fill > 1)
        report({Severity::warning, "yard", yard.id, "capacity_teu"}, kPortYardFull,
               {fmt::format("{:.0f}", 100 * f.yard_fill)});
    double const most = table_.figures.figure("truck_turn").high;
    if (f.truck_turn_min > most)
      report({Severity::warning, "berth", terminal.berth, ""},
             f.gate_load > f.yard_crane_load ? kPortTrucksGate : kPortTrucksCrane,
             {fmt::format("{:.0f}", f.truck_turn_min), fmt::format("{:.0f}", most)});
  }

  /// Over all terminals, by `weight`; low and high are those of the ends.
  template <class Of, class Weight>
  Range mean(Of&& of, Weight&& weight) const {
    std::array<double, kEnds.size()> by_end{};
    for (std::size_t e = 0; e < kEnds.size(); ++e) {
      double sum = 0, weights = 0;
      for (auto const& [id, answer] : answers_) {
        sum += weight(answer->ends[e]) * of(answer->ends[e]);
        weights += weight(answer->ends[e]);
      }
      by_end[e] = weights > 0 ? sum / weights : 0;
    }
    return range(by_end);
  }
  template <class Of>
  Range total(Of&& of) const {
    std::array<double, kEnds.size()> by_end{};
    for (std::size_t e = 0; e < kEnds.size(); ++e)
      for (auto const& [id, answer] : answers_)
        by_end[e] += of(answer->ends[e]);
    return range(by_end);
  }
  static Range range(std::array<double, kEnds.size()> const& by_end) {
    auto const [low, high] = std::minmax_element(by_end.begin(), by_end.end());
    return {*low, by_end[static_cast<std::size_t>(End::value)], *high};
  }

  void add(char const* name, Range value, char const* unit, std::string source, double error = 0) {
    out_.kpis.push_back({name, "", value.value, value.low, value.high, unit, std::move(source), error});
  }

  void add_kpis() {
    auto const one = [](TerminalFigures const&) { return 1.0; };
    auto const calls = [](TerminalFigures const& f) { return f.calls_a; };
    std::string const drawn = "simulated over 24 drawn peak months, berths first come, first served";
    double error = 0, known = 0;
    for (auto const& [id, answer] : answers_) {
      error = std::max(error, expected(*answer).wait_error_h);
      known += answer->plan.planned.calls.empty() ? 0 : 1;
    }
    add("port_throughput", total([](auto const& f) { return f.teu_a / 1e6; }), "M TEU/a",
        table_.figures.cited("throughput"));
    add("port_calls", total(calls), "1/a", "boxes over those of a mean call; classes of ships: assumption");
    add("berth_occupancy", mean([](auto const& f) { return 100 * f.occupancy; }, one), "%",
        "berth hours asked for over those there are, peak month");
    add("ship_wait", mean([](auto const& f) { return f.wait_h; }, calls), "h", drawn, error);
    add("crane_rate", mean([](auto const& f) { return f.crane_rate; }, calls), "moves/h",
        "of a ship while it is worked; " + table_.figures.cited("interference"));
    if (known > 0) add_plan_kpis();
    if (total([](auto const& f) { return f.yard_fill; }).value > 0)
      add("yard_fill", mean([](auto const& f) { return 100 * f.yard_fill; }, [](auto const& f) { return f.yard_teu; }),
          "%", "boxes in the yard (arrivals by days they stay) over its room, peak month");
    add("gate_trucks", total([](auto const& f) { return f.trucks_h; }), "1/h", table_.figures.cited("truck_peak"));
    add("truck_turn", mean([](auto const& f) { return f.truck_turn_min; }, [](auto const& f) { return f.trucks_h; }),
        "min", "simulated over 10 drawn busy days of 16 h: gate, yard crane, gate");
  }

  /// Of a week that is drawn once: no range.
  void add_plan_kpis() {
    double first = 0, planned = 0, ships = 0, broken = 0;
    for (auto const& [id, answer] : answers_) {
      first += answer->plan.first_come.wait_h;
      planned += answer->plan.planned.wait_h;
      ships += static_cast<double>(answer->plan.ships);
      if (!answer->plan.conflict.empty()) {
        broken += 1;
        report({Severity::error, "berth", id, ""}, kPortPlanBroken, {answer->plan.conflict});
      }
    }
    add("wait_first_come", exactly(first / ships), "h", "one drawn peak week, ships along the quay as they come");
    add("wait_planned", exactly(planned / ships), "h", "the same week, berth plan found by search");
    out_.certificates.push_back({"berth plans that break a rule", broken, 0, ""});
  }

  void add_columns() {
    Column occupancy{"berth_occupancy", Layer::berth, "%", {}}, wait{"ship_wait", Layer::berth, "h", {}},
        fill{"yard_fill", Layer::yard, "%", {}};
    std::map<std::string, double> fills;
    for (auto const& [id, answer] : answers_) {
      occupancy.values.emplace_back(id, 100 * expected(*answer).occupancy);
      wait.values.emplace_back(id, expected(*answer).wait_h);
      for (auto const& yard : terminals_.at(id).yards)
        if (expected(*answer).yard_fill > 0) fills[yard.id] = 100 * expected(*answer).yard_fill;
    }
    fill.values.assign(fills.begin(), fills.end());
    out_.columns = {std::move(occupancy), std::move(wait), std::move(fill)};
  }

  PortTable const& table_;
  TerminalMemo& memo_;
  Inputs const& inputs_;
  Evaluation out_;
  double length_m_ = 0;
  std::map<std::string, Terminal> terminals_; // by berth
  std::map<std::string, std::shared_ptr<TerminalAnswer const>> answers_;
};

} // namespace

Engine port_engine(std::shared_ptr<PortTable const> table) {
  auto const memo = std::make_shared<TerminalMemo>(256);
  Engine engine;
  engine.name = "port";
  engine.parameters = table->figures.hash;
  engine.reads = {{Layer::berth, {"line", "kind"}},
                  {Layer::crane, {"berth", "moves_h"}},
                  {Layer::yard, {"outline", "berth", "capacity_teu", "cranes", "gate_lanes"}}};
  engine.run = [table, memo](Inputs const& inputs) { return PortRun(*table, *memo, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
