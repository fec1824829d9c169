#pragma once
// How much of what leaves one zone drives on each slot. Most slots carry none of it, so those that do are marked and
// found by their marks.
#include "twin/traffic/shared.hpp"

#include <bit>
#include <cstdint>
#include <vector>

namespace dalian::traffic {

class BushFlow {
 public:
  /// pcu/h; 0 on slots that it was never told of.
  double operator[](std::uint32_t slot) const { return slot < body_->flow.size() ? body_->flow[slot] : 0; }

  /// `flow` ≥ 0, on a slot of a network that has `slots`.
  void set(std::uint32_t slot, double flow, std::uint32_t slots) {
    was_set_ = true;
    Body& body = body_.own();
    if (slot >= body.flow.size()) {
      body.flow.resize(slots, 0.0);
      body.used.resize((slots + 63) / 64, 0);
    }
    body.flow[slot] = flow;
    std::uint64_t const bit = std::uint64_t{1} << (slot % 64);
    if (flow > 0)
      body.used[slot / 64] |= bit;
    else
      body.used[slot / 64] &= ~bit;
  }

  /// Whether anything was set since forget_setting().
  bool was_set() const { return was_set_; }
  void forget_setting() { was_set_ = false; }

  /// visit(slot, flow) for every slot in use, in their order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for_each_of([](std::size_t) { return ~std::uint64_t{0}; }, visit);
  }

  /// Of those whose bit is set in words(i) for the slots from 64 · i on.
  template <class Words, class Visit>
  void for_each_of(Words&& words, Visit&& visit) const {
    Body const& body = *body_;
    for (std::uint32_t word = 0; word < body.used.size(); ++word)
      for (std::uint64_t bits = body.used[word] & words(word); bits != 0; bits &= bits - 1) {
        std::uint32_t const slot = 64 * word + static_cast<std::uint32_t>(std::countr_zero(bits));
        visit(slot, body.flow[slot]);
      }
  }

 private:
  struct Body {
    std::vector<double> flow;        // of each slot
    std::vector<std::uint64_t> used; // a bit for each
  };
  Shared<Body> body_;
  bool was_set_ = true;
};

} // namespace dalian::traffic
