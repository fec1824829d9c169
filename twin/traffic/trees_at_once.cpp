#include "twin/traffic/trees_at_once.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace dalian::traffic {

/// What a walk over the nodes reads and writes, bare, for the compiler to keep it in registers.
struct TreesWalk {
  std::uint32_t const *in_begin, *in, *in_tail, *out_begin, *out_head, *node_at, *place;
  char const* through;
  double const* cost;
  TreesAtOnce::Distances* distance;
  TreesAtOnce::Words* by;
  std::uint64_t* to_do;
  std::size_t through_words, words;

  static TreesWalk of(TreesAtOnce& t, std::vector<double> const& cost) {
    return {t.in_begin_.data(), t.in_.data(),       t.in_tail_.data(), t.graph_.out_begin.data(),
            t.out_head_.data(), t.node_at_.data(),  t.place_.data(),   t.graph_.through.data(),
            cost.data(),        t.distance_.data(), t.by_.data(),      t.to_do_.data(),
            t.through_words_,   t.to_do_.size()};
  }
};

/// Likewise for finding detours.
struct DetourWalk {
  std::uint32_t const *tail, *head;
  double const* cost;
  double const* distance; // kLanes of each node
  std::uint64_t* detours; // kLanes of each 64 slots
  std::size_t slots;
};

namespace {

constexpr std::size_t kLanes = TreesAtOnce::kLanes;
constexpr std::size_t kFew = 16;   // one node in so many out of order is left so
constexpr std::size_t kMoves = 16; // a node: with more a sort from nothing is quicker

using Four = double __attribute__((vector_size(32)));
using FourWords = std::int64_t __attribute__((vector_size(32)));

template <class Lanes, class Value>
[[gnu::always_inline]] inline void read(Lanes& lanes, Value const* from) {
  static_assert(sizeof(Lanes) == 4 * sizeof(Value));
  std::memcpy(&lanes, from, sizeof lanes);
}
template <class Lanes, class Value>
[[gnu::always_inline]] inline void write(Lanes const& lanes, Value* to) {
  static_assert(sizeof(Lanes) == 4 * sizeof(Value));
  std::memcpy(to, &lanes, sizeof lanes);
}

[[gnu::always_inline]] inline void let_follow(TreesWalk const& w, std::uint32_t node) {
  for (std::uint32_t i = w.out_begin[node]; i < w.out_begin[node + 1]; ++i) {
    std::uint32_t const place = w.place[w.out_head[i]];
    w.to_do[place / 64] |= std::uint64_t{1} << (place % 64);
  }
}

/// Looks at all links into a node, for all lanes. A way that is no shorter changes nothing, so that ways of no cost
/// make no circles.
[[gnu::always_inline]] inline void approach(TreesWalk const& w, std::uint32_t node) {
  Four near_a, near_b;
  FourWords by_a, by_b;
  read(near_a, w.distance[node].of.data());
  read(near_b, w.distance[node].of.data() + 4);
  read(by_a, w.by[node].of.data());
  read(by_b, w.by[node].of.data() + 4);
  Four const before_a = near_a, before_b = near_b;
  for (std::uint32_t i = w.in_begin[node]; i < w.in_begin[node + 1]; ++i) {
    std::int64_t const slot = w.in[i];
    double const c = w.cost[slot];
    Four const cost{c, c, c, c};
    FourWords const slots{slot, slot, slot, slot};
    double const* const tail = w.distance[w.in_tail[i]].of.data();
    Four found_a, found_b;
    read(found_a, tail);
    read(found_b, tail + 4);
    found_a += cost;
    found_b += cost;
    FourWords const is_a = found_a < near_a, is_b = found_b < near_b;
    near_a = is_a ? found_a : near_a;
    near_b = is_b ? found_b : near_b;
    by_a = is_a ? slots : by_a;
    by_b = is_b ? slots : by_b;
  }
  FourWords const nearer = (near_a < before_a) | (near_b < before_b);
  if ((nearer[0] | nearer[1] | nearer[2] | nearer[3]) == 0) return;
  write(near_a, w.distance[node].of.data());
  write(near_b, w.distance[node].of.data() + 4);
  write(by_a, w.by[node].of.data());
  write(by_b, w.by[node].of.data() + 4);
  if (w.through[node] != 0) let_follow(w, node);
}

/// What is to do at the places of words `begin` … `end` - 1, the near ones first.
[[gnu::always_inline]] inline void go_out(TreesWalk const& w, std::size_t begin, std::size_t end) {
  for (std::size_t word = begin; word < end; ++word) {
    std::uint64_t ahead = ~std::uint64_t{0};
    while (std::uint64_t const bits = w.to_do[word] & ahead) {
      int const bit = std::countr_zero(bits);
      ahead = bit == 63 ? 0 : ~std::uint64_t{0} << (bit + 1);
      w.to_do[word] &= ~(std::uint64_t{1} << bit);
      approach(w, w.node_at[64 * word + static_cast<std::size_t>(bit)]);
    }
  }
}

/// Likewise, the far ones first: from an origin that stands far out in the order ways lead back through it.
[[gnu::always_inline]] inline void come_back(TreesWalk const& w, std::size_t begin, std::size_t end) {
  for (std::size_t word = end; word-- > begin;) {
    std::uint64_t ahead = ~std::uint64_t{0};
    while (std::uint64_t const bits = w.to_do[word] & ahead) {
      int const bit = 63 - std::countl_zero(bits);
      ahead = (std::uint64_t{1} << bit) - 1;
      w.to_do[word] &= ~(std::uint64_t{1} << bit);
      approach(w, w.node_at[64 * word + static_cast<std::size_t>(bit)]);
    }
  }
}

[[gnu::always_inline]] inline bool is_anything(TreesWalk const& w, std::size_t end) {
  std::uint64_t any = 0;
  for (std::size_t word = 0; word < end; ++word)
    any |= w.to_do[word];
  return any != 0;
}

[[gnu::always_inline]] inline void walk(TreesWalk const w) {
  for (bool out = true; is_anything(w, w.through_words); out = !out)
    if (out)
      go_out(w, 0, w.through_words);
    else
      come_back(w, 0, w.through_words);
  go_out(w, w.through_words, w.words);
}

/// 64 slots, or what is left. What is closed, or leads to where there is no way, is none of a shortest way.
[[gnu::always_inline]] inline void look_for_detours(DetourWalk const& w, std::size_t begin, std::size_t end) {
  constexpr std::int64_t kAll = -1;
  FourWords detour_a{0, 0, 0, 0}, detour_b{0, 0, 0, 0};
  Four const never{kInfinite, kInfinite, kInfinite, kInfinite};
  for (std::size_t slot = begin; slot < end; ++slot) {
    double const c = w.cost[slot];
    auto const b = static_cast<std::int64_t>(std::uint64_t{1} << (slot - begin));
    Four const cost{c, c, c, c};
    FourWords const bit{b, b, b, b}, all{kAll, kAll, kAll, kAll};
    double const* const tail = w.distance + kLanes * w.tail[slot];
    double const* const head = w.distance + kLanes * w.head[slot];
    Four tail_a, tail_b, head_a, head_b;
    read(tail_a, tail);
    read(tail_b, tail + 4);
    read(head_a, head);
    read(head_b, head + 4);
    FourWords const shortest_a = (tail_a + cost <= head_a) & (head_a < never);
    FourWords const shortest_b = (tail_b + cost <= head_b) & (head_b < never);
    detour_a |= bit & (shortest_a ^ all);
    detour_b |= bit & (shortest_b ^ all);
  }
  write(detour_a, w.detours + kLanes * (begin / 64));
  write(detour_b, w.detours + kLanes * (begin / 64) + 4);
}

[[gnu::always_inline]] inline void look_for_all_detours(DetourWalk const w) {
  for (std::size_t begin = 0; begin < w.slots; begin += 64)
    look_for_detours(w, begin, std::min(w.slots, begin + 64));
}

#if defined(__x86_64__)
// Four lanes in an instruction; every lane is rounded as it would be alone.
[[gnu::target("avx2")]] void walk_by_four(TreesWalk const& w) {
  walk(w);
}
[[gnu::target("avx2")]] void look_for_all_detours_by_four(DetourWalk const& w) {
  look_for_all_detours(w);
}
bool four_at_once() {
  static bool const known = __builtin_cpu_supports("avx2");
  return known;
}
#endif

void walk_all(TreesWalk const& w) {
#if defined(__x86_64__)
  if (four_at_once()) return walk_by_four(w);
#endif
  walk(w);
}

void find_all_detours(DetourWalk const& w) {
#if defined(__x86_64__)
  if (four_at_once()) return look_for_all_detours_by_four(w);
#endif
  look_for_all_detours(w);
}

} // namespace

TreesAtOnce::TreesAtOnce(Graph const& graph)
    : graph_(graph), distance_(graph.nodes()), by_(graph.nodes()), detours_((graph.slots() + 63) / 64),
      place_(graph.nodes()) {
  away_.fill(std::vector<double>(graph.nodes()));
  for (std::uint32_t node = 0; node < graph.nodes(); ++node) {
    in_begin_.push_back(static_cast<std::uint32_t>(in_.size()));
    for (std::uint32_t const slot : graph.entering(node))
      if (graph.through[graph.tail[slot]] != 0) {
        in_.push_back(slot);
        in_tail_.push_back(graph.tail[slot]);
      }
  }
  in_begin_.push_back(static_cast<std::uint32_t>(in_.size()));
  for (std::uint32_t const slot : graph.out)
    out_head_.push_back(graph.head[slot]);
}

void TreesAtOnce::find(std::span<From const> lanes, std::vector<double> const& cost) {
  assert(!lanes.empty() && lanes.size() <= kLanes);
  put_in_places(lanes.front().origin, lanes.front().tree->order);
  for (std::size_t lane = 0; lane < lanes.size(); ++lane)
    go_the_ways_of(lane, lanes[lane], cost);
  put_side_by_side(lanes);
  for (std::size_t lane = 0; lane < lanes.size(); ++lane)
    leave(lane, lanes[lane].origin, cost);
  walk_all(TreesWalk::of(*this, cost));
  find_all_detours({graph_.tail.data(), graph_.head.data(), cost.data(), distance_.data()->of.data(),
                    detours_.data()->of.data(), graph_.slots()});
}

/// As far as its order has each node behind the one before it on the way.
void TreesAtOnce::go_the_ways_of(std::size_t lane, From const& from, std::vector<double> const& cost) {
  auto& away = away_[lane];
  std::fill(away.begin(), away.end(), kInfinite);
  away[from.origin] = 0;
  auto const& predecessor = from.tree->predecessor;
  for (std::uint32_t const node : from.tree->order) {
    std::uint32_t const by = predecessor[node];
    if (by == kNone) continue;
    std::uint32_t const tail = graph_.tail[by];
    if (graph_.through[tail] != 0 || tail == from.origin) away[node] = away[tail] + cost[by];
  }
}

void TreesAtOnce::put_side_by_side(std::span<From const> lanes) {
  for (std::size_t lane = lanes.size(); lane < kLanes; ++lane)
    std::fill(away_[lane].begin(), away_[lane].end(), kInfinite);
  std::array<std::uint32_t const*, kLanes> by{};
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    by[lane] = lanes[std::min(lane, lanes.size() - 1)].tree->predecessor.data();
  for (std::uint32_t node = 0; node < graph_.nodes(); ++node)
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      distance_[node].of[lane] = away_[lane][node];
      by_[node].of[lane] = by[lane][node];
    }
}

/// A path may begin where none may pass.
void TreesAtOnce::leave(std::size_t lane, std::uint32_t origin, std::vector<double> const& cost) {
  if (graph_.through[origin] != 0) return;
  for (std::uint32_t const slot : graph_.leaving(origin))
    if (std::uint32_t const head = graph_.head[slot]; cost[slot] < distance_[head].of[lane]) {
      distance_[head].of[lane] = cost[slot];
      by_[head].of[lane] = slot;
    }
}

/// Those that may be passed first, for the others lead nowhere. All of them are to be looked at.
void TreesAtOnce::put_in_places(std::uint32_t first_origin, std::vector<std::uint32_t> const& order) {
  node_at_.clear();
  to_do_.clear();
  auto const put = [&](std::uint32_t node) {
    place_[node] = static_cast<std::uint32_t>(node_at_.size());
    node_at_.push_back(node);
  };
  auto const end_word = [&] {
    std::size_t const words = (node_at_.size() + 63) / 64;
    to_do_.resize(words, ~std::uint64_t{0});
    if (node_at_.size() % 64 != 0) to_do_.back() = ~std::uint64_t{0} >> (64 - node_at_.size() % 64);
    node_at_.resize(64 * words, kNone);
  };
  for (char const through : {1, 0}) {
    if (graph_.through[first_origin] == through) put(first_origin);
    for (std::uint32_t const node : order)
      if (graph_.through[node] == through) put(node);
    end_word();
    if (through != 0) through_words_ = to_do_.size();
  }
}

void TreesAtOnce::copy(std::size_t lane, Tree& tree) {
  for (std::uint32_t node = 0; node < graph_.nodes(); ++node) {
    bool const is_reached = distance_[node].of[lane] < kInfinite;
    tree.predecessor[node] = is_reached ? static_cast<std::uint32_t>(by_[node].of[lane]) : kNone;
  }
  sort(lane, tree.order);
}

bool TreesAtOnce::is_out_of_order(std::size_t lane, std::vector<std::uint32_t> const& order) const {
  std::size_t nearer = 0;
  double farthest = 0;
  for (std::uint32_t const node : order) {
    double const away = distance_[node].of[lane];
    nearer += away < farthest;
    farthest = std::max(farthest, away);
  }
  return kFew * nearer > order.size();
}

/// By distance, keeping the order of those that are equally far; quick when hardly anything moves.
void TreesAtOnce::sort(std::size_t lane, std::vector<std::uint32_t>& order) {
  auto& away = away_[lane];
  for (std::uint32_t node = 0; node < graph_.nodes(); ++node)
    away[node] = distance_[node].of[lane];
  std::size_t moves = 0;
  for (std::size_t i = 1; i < order.size() && moves <= kMoves * order.size(); ++i) {
    std::uint32_t const node = order[i];
    std::size_t to = i;
    for (; to > 0 && away[order[to - 1]] > away[node]; --to)
      order[to] = order[to - 1];
    order[to] = node;
    moves += i - to;
  }
  if (moves > kMoves * order.size())
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return away[a] < away[b]; });
}

} // namespace dalian::traffic
