#pragma once
// The contract of an engine: a pure function of the slices of a layout that it declares, of columns of other engines,
// and of its parameters. It knows no threads and no clock, and may keep what is a pure function of its inputs alone.
#include "twin/plan/layout.hpp"
#include "twin/whatif/evaluation.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <stop_token>

namespace dalian::whatif {

/// Fields of a layer that an engine reads; which entities there are is always part of it.
struct Slice {
  plan::Layer layer;
  std::vector<std::string_view> fields;
};

/// Columns of another engine.
struct Need {
  std::string engine;
  std::vector<std::string> columns;
};

/// Thrown by an engine that was asked to stop, and caught by the runner.
struct Cancelled : std::runtime_error {
  Cancelled() : std::runtime_error("cancelled") {}
};

/// What an engine may see. To read what was not declared is a broken promise: an assert.
class Inputs {
 public:
  using Needs = std::map<std::string, Evaluation const*, std::less<>>;
  Inputs(plan::Layout const& layout, std::vector<Slice> const& slices, Needs needs, std::stop_token stop);

  template <class Visit>
  void for_each(plan::Layer layer, Visit&& visit) const {
    auto const mask = mask_of(layer);
    layout_.table(layer).for_each([&](plan::RowPtr const& row) { visit(plan::Entity(layer, *row, mask)); });
  }
  /// Of a declared need.
  Column const& column(std::string_view engine, std::string_view name) const;
  /// Throws Cancelled; to be called every few milliseconds.
  void stop_if_asked() const {
    if (stop_.stop_requested()) throw Cancelled();
  }

 private:
  plan::FieldMask mask_of(plan::Layer layer) const;

  plan::Layout const& layout_;
  std::map<plan::Layer, plan::FieldMask> masks_;
  Needs needs_;
  std::stop_token stop_;
};

struct Engine {
  std::string name;
  int version = 1;          // another one when its answers change
  ContentHash parameters;   // of all that it was set up with
  std::vector<Slice> reads; // a layer once
  std::vector<Need> needs;
  std::function<Evaluation(Inputs const&)> run; // may throw: then it failed for this scenario
};

/// Nothing but results that rest on lasting layers alone is lasting.
plan::Durability durability_of(Engine const& engine);

/// What the answer depends on. `needs` holds the evaluation of every needed engine.
ContentHash key_of(Engine const& engine, plan::Layout const& layout, Inputs::Needs const& needs);

} // namespace dalian::whatif
