#pragma once
// Evaluates scenarios with a set of engines over threads. Knows no engine's subject. A failure stays with its engine
// and its scenario: what needs it is left out there with a finding, everything else goes on.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/result_store.hpp"

namespace dalian::whatif {

enum class Ending : std::uint8_t { done, failed, cancelled };

/// Of one engine for one scenario. `seconds` and `kept` are no part of what is compared.
struct Outcome {
  Ending ending = Ending::cancelled;
  EvaluationPtr evaluation; // when done
  plan::Finding failure;    // else
  double seconds = 0;       // computing; 0 when kept
  bool kept = false;        // was there already
};

/// By the engine's name.
using Outcomes = std::map<std::string, Outcome, std::less<>>;

struct RunOptions {
  unsigned threads = 2;
  std::stop_token stop;
  std::function<void(std::size_t done, std::size_t all)> progress; // from any thread, one at a time
};

class Runner {
 public:
  /// Every needed engine is among them, and they need each other in no circle: an assert.
  explicit Runner(std::vector<Engine> engines, std::size_t kept_results = 4096);

  std::vector<Engine> const& engines() const { return engines_; }
  /// In the order of the layouts, whatever the number of threads.
  std::vector<Outcomes> run(std::vector<plan::Layout> const& layouts, RunOptions const& options);
  Outcomes run(plan::Layout const& layout, RunOptions const& options) { return run(std::vector{layout}, options)[0]; }

 private:
  friend class RunnerPass;
  std::vector<Engine> engines_; // each after those that it needs
  std::unique_ptr<ResultStore> store_;
};

} // namespace dalian::whatif
