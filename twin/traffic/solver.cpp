#include "twin/traffic/solver.hpp"

#include <algorithm>
#include <numeric>

namespace dalian::traffic {
namespace {

// How the work is cut; the answer is the same equilibrium with others. Found best of 8, 16, 32, 128 and of 1e-2 … 1e-4
// on the networks of docs/traffic.md.
constexpr std::uint32_t kBlock = 16;      // bushes that see the same costs
constexpr std::uint32_t kSweeps = 20;     // at most, after a round of the bushes
constexpr double kWorthwhile = 0.01;      // sweeps end when one saves less than this part of the first
constexpr double kTrifle = 1e-3;          // of the excess allowed to a pair: less is not worth moving
constexpr std::uint32_t kIdleSweeps = 20; // after which a pair is forgotten
constexpr std::uint32_t kRounds = 3;      // over the bushes that are worth it, between two looks at all
constexpr double kFewStirred = 0.5;       // of the bushes: with more, a look at all comes before a visit
constexpr double kPart = 1;               // of the mean excess of a bush: less is not worth a visit
constexpr double kDone = 0.3;             // of the excess that the gap allows: these bushes are good enough
constexpr double kNoFlow = 1e-11;         // pcu/h: less than this left on a slot is rounding
constexpr double kSmall = 1e-3;           // part of the mean excess of a bush that a slot must have to be looked into

} // namespace

Solver::Solver(Memory& memory, Options const& options)
    : memory_(memory), options_(options), crew_(std::max(options.threads, 1U)), loading_(memory.graph, memory.fixed),
      finder_(memory.graph), keepers_(crew_.size(), TreeKeeper(memory.graph)),
      trees_(crew_.size(), TreesAtOnce(memory.graph)), found_(memory.bushes.size()),
      through_(memory.graph.nodes(), 0.0), place_(memory.graph.nodes(), 0), moved_(!memory.is_added_up),
      closed_(loading_.classes()), all_(memory.bushes.size()), is_loaded_(memory.bushes.size(), 0) {
  std::iota(all_.begin(), all_.end(), 0);
  for (auto const& fixed : memory.fixed)
    same_cost_.push_back(std::find(memory.fixed.begin(), memory.fixed.end(), fixed) - memory.fixed.begin());
  set_loading();
  for (std::uint32_t c = 0; c < loading_.classes(); ++c)
    for (std::uint32_t slot = 0; slot < memory.graph.slots(); ++slot)
      if (loading_.cost(c)[slot] == kInfinite) closed_[c].push_back(slot);
}

/// Flows of slots from those of the bushes, in their order: rounding of many small changes does not pile up.
void Solver::add_up() {
  if (!std::exchange(moved_, false)) return;
  for (std::uint32_t c = 0; c < loading_.classes(); ++c)
    memory_.class_flow[c] = class_flow(memory_, c);
  memory_.is_added_up = true;
  set_loading();
}

void Solver::set_loading() {
  total_cost_ = 0;
  for (std::uint32_t slot = 0; slot < memory_.graph.slots(); ++slot) {
    double sum = 0;
    for (auto const& flow : memory_.class_flow)
      sum += flow[slot];
    loading_.set(slot, sum);
    for (std::uint32_t c = 0; c < loading_.classes(); ++c)
      if (memory_.class_flow[c][slot] > 0) total_cost_ += memory_.class_flow[c][slot] * loading_.cost(c)[slot];
  }
}

std::vector<std::pair<std::uint32_t, Bush::Goal>> Solver::load() {
  std::vector<std::pair<std::uint32_t, Bush::Goal>> lost;
  std::vector<std::vector<Bush::Goal>> lost_of(all_.size());
  for (std::size_t begin = 0; begin < all_.size(); begin += kBlock) {
    auto const block =
        std::span(std::as_const(all_)).subspan(begin, std::min<std::size_t>(kBlock, all_.size() - begin));
    for_each(block, [&](std::uint32_t b, unsigned member) {
      Bush& bush = memory_.bushes[b];
      if (bush.pending.empty() && !lost_a_way(bush)) return;
      if (!bush.tree_holds && !has_ways(bush)) keepers_[member].refresh(bush, loading_.cost(bush.vehicle_class));
      lost_of[b] = drop_unreachable(bush);
    });
    for (std::uint32_t const b : block) {
      for (auto const& goal : lost_of[b])
        lost.emplace_back(b, goal);
      if (memory_.bushes[b].pending.empty()) continue;
      moved_ = true;
      is_loaded_[b] = 1;
      load(memory_.bushes[b]);
    }
  }
  return lost;
}

/// Does its tree use what is closed now?
bool Solver::lost_a_way(Bush const& bush) const {
  return std::any_of(closed_[bush.vehicle_class].begin(), closed_[bush.vehicle_class].end(),
                     [&](std::uint32_t slot) { return bush.tree->predecessor[memory_.graph.head[slot]] == slot; });
}

/// Whether its tree leads to all its goals, though another may be shorter: where trips are put first matters little,
/// and a goal that it does not reach is hung onto it. What is closed matters where a way may pass or ends.
bool Solver::has_ways(Bush& bush) const {
  if (!bush.ways_stand) return false;
  auto const& by = bush.tree->predecessor;
  for (std::uint32_t const slot : closed_[bush.vehicle_class])
    if (std::uint32_t const head = memory_.graph.head[slot]; by[head] == slot && memory_.graph.through[head])
      return false;
  auto const& cost = loading_.cost(bush.vehicle_class);
  return std::all_of(bush.goals->begin(), bush.goals->end(), [&](Bush::Goal const& goal) {
    std::uint32_t const slot = bush.tree->predecessor[goal.node];
    return (slot != kNone && cost[slot] < kInfinite) || hang(bush, goal.node);
  });
}

/// Onto the nearest node of the tree from which a link leads to it; false where none does.
bool Solver::hang(Bush& bush, std::uint32_t node) const {
  Graph const& graph = memory_.graph;
  auto const& cost = loading_.cost(bush.vehicle_class);
  auto const& by = bush.tree->predecessor;
  double nearest = kInfinite;
  std::uint32_t found = kNone;
  for (std::uint32_t const slot : graph.entering(node)) {
    std::uint32_t at = graph.tail[slot];
    if (at != bush.origin && (by[at] == kNone || !graph.through[at])) continue;
    double away = cost[slot];
    for (; at != bush.origin; at = graph.tail[by[at]])
      away += cost[by[at]];
    if (away < nearest) nearest = away, found = slot;
  }
  if (found != kNone) bush.tree.own().predecessor[node] = found;
  return found != kNone;
}

std::vector<Bush::Goal> Solver::drop_unreachable(Bush& bush) const {
  std::vector<Bush::Goal> lost;
  auto const is_lost = [&](Bush::Goal const& goal) { return bush.tree->predecessor[goal.node] == kNone; };
  std::copy_if(bush.goals->begin(), bush.goals->end(), std::back_inserter(lost), is_lost);
  if (lost.empty()) return lost;
  std::erase_if(bush.goals.own(), is_lost);
  for (auto const& goal : lost) { // what pending and flow hold of it goes, too
    auto const at =
        std::find_if(bush.pending.begin(), bush.pending.end(), [&](auto const& p) { return p.node == goal.node; });
    if (at == bush.pending.end())
      bush.pending.push_back({goal.node, -goal.amount});
    else
      at->amount -= goal.amount;
  }
  return lost;
}

/// Pending trips go on the ways that the bush uses already, in the parts in which it uses them, and come off likewise:
/// the ways cost about the same, so it stays near its equilibrium. Where it uses none they go by its tree.
void Solver::load(Bush& bush) {
  for (auto const& goal : bush.pending)
    through_[goal.node] += goal.amount;
  bush.pending.clear();
  auto const& order = bush.tree->order;
  for (std::uint32_t i = 0; i < order.size(); ++i)
    place_[order[i]] = i + 1;
  place_[bush.origin] = 0;
  std::vector<Bush::Goal> too_much; // to come off, where no flow was found
  for (std::size_t i = order.size(); i-- > 0;)
    if (double const amount = std::exchange(through_[order[i]], 0.0); amount != 0)
      if (double const rest = share_out(bush, order[i], amount); rest < 0) too_much.push_back({order[i], rest});
  through_[bush.origin] = 0;
  for (auto const& goal : too_much)
    finder_.take_out(loading_, bush, goal.node, -goal.amount);
  if (std::any_of(through_.begin(), through_.end(), [](double amount) { return amount > 0; })) push_up_the_tree(bush);
}

/// Over what enters the node from those that stand before it, which get what they are asked for. Says what is left.
double Solver::share_out(Bush& bush, std::uint32_t node, double amount) {
  Graph const& graph = memory_.graph;
  entering_.clear();
  double sum = 0;
  for (std::uint32_t const slot : graph.entering(node))
    if (bush.flow[slot] > 0 && place_[graph.tail[slot]] < place_[node]) {
      entering_.push_back(slot);
      sum += bush.flow[slot];
    }
  if (sum <= 0) {
    if (amount > 0) add_by_tree(bush, node, amount);
    return std::min(amount, 0.0);
  }
  double const part = std::max(amount, -sum) / sum;
  for (std::uint32_t const slot : entering_) {
    double const before = bush.flow[slot], after = before * (1 + part) < kNoFlow ? 0 : before * (1 + part);
    bush.flow.set(slot, after, graph.slots());
    loading_.add(slot, after - before);
    through_[graph.tail[slot]] += after - before;
  }
  return std::min(amount + sum, 0.0);
}

void Solver::add_by_tree(Bush& bush, std::uint32_t node, double amount) {
  Graph const& graph = memory_.graph;
  std::uint32_t const by = bush.tree->predecessor[node];
  if (by == kNone) return; // the origin itself
  bush.flow.set(by, bush.flow[by] + amount, graph.slots());
  loading_.add(by, amount);
  through_[graph.tail[by]] += amount;
}

/// From the leaves of its tree to the origin, what through_ says of each node and of all behind it.
void Solver::push_up_the_tree(Bush& bush) {
  Graph const& graph = memory_.graph;
  std::vector<std::uint32_t> children(graph.nodes(), 0), leaves;
  auto const& predecessor = bush.tree->predecessor;
  for (std::uint32_t const by : predecessor)
    if (by != kNone) ++children[graph.tail[by]];
  for (std::uint32_t node = 0; node < graph.nodes(); ++node)
    if (children[node] == 0) leaves.push_back(node);
  while (!leaves.empty()) {
    std::uint32_t const node = leaves.back(), by = predecessor[node];
    leaves.pop_back();
    double const amount = std::exchange(through_[node], 0.0);
    if (by == kNone) continue;
    if (amount > 0) {
      bush.flow.set(by, bush.flow[by] + amount, graph.slots());
      loading_.add(by, amount);
      through_[graph.tail[by]] += amount;
    }
    if (--children[graph.tail[by]] == 0) leaves.push_back(graph.tail[by]);
  }
}

void Solver::move_found(std::span<std::uint32_t const> list) {
  moved_ = true;
  for (std::uint32_t const b : list) {
    Bush& bush = memory_.bushes[b];
    for (std::uint32_t const slot : found_[b].dear)
      if (finder_.find(loading_, bush, slot) && shift(loading_, bush, finder_.dear, finder_.cheap) > 0)
        memory_.book.note(finder_.dear, finder_.cheap, b, memory_.bushes);
  }
}

/// The bushes of a list, block after block; the excess that they showed before they were moved.
double Solver::visit(std::vector<std::uint32_t> const& list) {
  double excess = 0;
  for (std::size_t begin = 0; begin < list.size(); begin += kBlock) {
    auto const block = std::span(list).subspan(begin, std::min<std::size_t>(kBlock, list.size() - begin));
    excess += look_at(block, 0);
    move_found(block);
  }
  return excess;
}

double Solver::sweep() {
  double saved = 0;
  double const aim = options_.gap * total_cost_;
  double const trifle = std::isfinite(aim) ? kTrifle * aim / static_cast<double>(memory_.book.pairs.size() + 1) : 0;
  moved_ = true;
  for (Segments& pair : memory_.book.pairs) {
    double const gain =
        shift(loading_, memory_.bushes[pair.bush], memory_.book.one(pair), memory_.book.other(pair), trifle);
    pair.idle = gain > 0 ? 0 : pair.idle + 1;
    saved += gain;
  }
  return saved;
}

void Solver::sweep_pairs() {
  double const first = sweep();
  for (std::uint32_t i = 1; i < kSweeps; ++i)
    if (sweep() < kWorthwhile * first) break;
  memory_.book.forget_idle(kIdleSweeps, memory_.bushes);
}

/// Looks at all bushes at the same costs, without moving anything; the certificate is of the flows as they are.
bool Solver::certified(Outcome& out) {
  add_up();
  double const aim = options_.gap * total_cost_;
  set_floor(aim);
  double const excess = look_at(all_, least_worth_a_visit());
  set_floor(std::max(excess, aim));
  out.converged = excess <= aim;
  if (!out.converged && out.iterations < options_.iterations) return false;
  out.certificate = certify(memory_, loading_, memory_.class_flow, excess);
  return true;
}

double Solver::least_worth_a_visit() const {
  return kPart * floor_ / kSmall;
}

/// Those that the last look found to have their part in the excess.
std::vector<std::uint32_t> Solver::worth_a_visit() const {
  double const least = least_worth_a_visit();
  std::vector<std::uint32_t> out;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(out),
               [&](std::uint32_t b) { return !(found_[b].excess <= least); });
  return out;
}

/// Those that were loaded, or that use a slot whose delay has changed: the others wait until these have settled.
std::vector<std::uint32_t> Solver::stirred() const {
  std::vector<std::uint32_t> out;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(out), [&](std::uint32_t b) {
    auto const& flow = memory_.bushes[b].flow;
    return is_loaded_[b] != 0 || std::any_of(memory_.changed.begin(), memory_.changed.end(),
                                             [&](std::uint32_t slot) { return flow[slot] > 0; });
  });
  return out;
}

/// For all that a slot of a bush may show of an excess of all.
void Solver::set_floor(double excess) {
  double const mean = excess / static_cast<double>(all_.size());
  floor_ = std::isfinite(mean) ? kSmall * mean : 0;
}

void Solver::visit_in_rounds(std::vector<std::uint32_t> const& list, std::uint32_t rounds) {
  for (std::uint32_t round = 0; round < rounds; ++round) {
    double const excess = visit(list);
    sweep_pairs();
    if (excess < kDone * options_.gap * total_cost_) break;
  }
}

Solver::Outcome Solver::run() {
  Outcome out;
  if (!(total_cost_ > 0)) add_up();
  if (auto const list = stirred(); !list.empty()) {
    ++out.iterations;
    bool const is_known = !memory_.book.pairs.empty();
    sweep_pairs();
    if (!is_known || list.size() <= kFewStirred * static_cast<double>(all_.size())) visit_in_rounds(list, kRounds);
  }
  while (!certified(out)) {
    ++out.iterations;
    auto const list = worth_a_visit();
    move_found(list); // as the look has shown them
    sweep_pairs();
    visit_in_rounds(list, kRounds - 1);
  }
  return out;
}

} // namespace dalian::traffic
