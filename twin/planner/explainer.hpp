#pragma once
// Says which part of a scenario moved which figure, on a thread of its own and beside the evaluator: what that has
// computed is kept by the same runners. It answers for the engines that are quick first.
#include "twin/planner/evaluator.hpp"
#include "twin/whatif/attribution.hpp"

namespace dalian::planner {

struct Explanation {
  plan::ContentHash layout; // of which
  std::vector<plan::Part> parts;
  whatif::Attribution found;
  bool complete = false; // slow engines too
};

class Explainer {
 public:
  Explainer(Engines engines, plan::Layout base, unsigned threads);
  /// Stops what runs; waits until the engines have heeded it.
  ~Explainer();
  Explainer(Explainer const&) = delete;
  Explainer& operator=(Explainer const&) = delete;

  /// In place of what it was asked before. `layout`: the base with all parts.
  void ask(plan::ContentHash layout, std::vector<plan::Part> parts);
  /// Whoever edits needs the machine more.
  void give_up();
  /// The last; null before the first.
  std::shared_ptr<Explanation const> newest() const;
  bool busy() const;

 private:
  struct Question {
    plan::ContentHash layout;
    std::vector<plan::Part> parts;
  };
  void work();
  void answer(Question question, std::stop_token const& stop);
  bool run(whatif::Runner& runner, whatif::AttributionPlan const& plan, Explanation& out, std::stop_token const& stop);

  Engines engines_;
  plan::Layout const base_;
  unsigned const threads_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<Question> asked_;
  std::shared_ptr<Explanation const> newest_;
  std::stop_source stop_; // of what runs
  bool working_ = false, ending_ = false;
  std::thread thread_; // the last: it uses all above
};

} // namespace dalian::planner
