#pragma once
// Evaluates the newest of what it is asked for, on a thread of its own: who asks never waits, and what was asked before
// is given up. Quick engines answer first; the slow ones, where there are some, complete the answer.
#include "twin/whatif/compare.hpp"

#include <condition_variable>
#include <thread>

namespace dalian::planner {

/// What the engines say of a layout beside the base.
struct Answer {
  plan::ContentHash layout; // of which
  whatif::Outcomes base, now;
  whatif::Comparison change;
  double seconds = 0;               // from the question to the answer; no part of what is compared
  std::vector<std::string> awaited; // engines that have not answered yet: this is a preview
};

/// Both evaluate with engines that need nothing of those left out.
struct Engines {
  std::shared_ptr<whatif::Runner> quick, slow; // slow: null where all are quick
};

/// Apart: `slow` and what they need (which may be quick as well), and the others.
Engines split(std::vector<whatif::Engine> const& engines, std::vector<std::string> const& slow);

class Evaluator {
 public:
  Evaluator(Engines engines, plan::Layout base, unsigned threads);
  /// Stops what runs; waits until the engines have heeded it.
  ~Evaluator();
  Evaluator(Evaluator const&) = delete;
  Evaluator& operator=(Evaluator const&) = delete;

  /// `glance`: of a thing in motion. Quick engines alone, and they come to their end before the next glance.
  enum class Depth : std::uint8_t { glance, full };
  void ask(plan::Layout layout, Depth depth = Depth::full);
  /// The last that came to its end; null before the first.
  std::shared_ptr<Answer const> newest() const;
  /// Something is asked for that newest() does not answer yet.
  bool busy() const;

 private:
  enum class Stage : std::uint8_t { idle, quick, slow };
  struct Question {
    plan::Layout layout;
    Depth depth;
  };
  void work();
  std::optional<Answer> glance_at(plan::Layout const& layout, std::stop_token const& stop);
  std::optional<Answer> completed(Answer answer, plan::Layout const& layout, std::stop_token const& stop);

  Engines engines_;
  plan::Layout const base_;
  unsigned const threads_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<Question> asked_;
  std::shared_ptr<Answer const> newest_;
  std::stop_source stop_; // of what runs
  Stage stage_ = Stage::idle;
  bool ending_ = false;
  std::thread thread_; // the last: it uses all above
};

} // namespace dalian::planner
