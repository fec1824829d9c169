#include "twin/planner/explainer.hpp"

#include <algorithm>

namespace dalian::planner {

Explainer::Explainer(Engines engines, plan::Layout base, unsigned threads)
    : engines_(std::move(engines)), base_(std::move(base)), threads_(threads), thread_([this] { work(); }) {}

Explainer::~Explainer() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
    stop_.request_stop();
  }
  wake_.notify_one();
  thread_.join();
}

void Explainer::ask(plan::ContentHash layout, std::vector<plan::Part> parts) {
  {
    std::lock_guard const lock(mutex_);
    asked_ = Question{layout, std::move(parts)};
    stop_.request_stop();
  }
  wake_.notify_one();
}

void Explainer::give_up() {
  std::lock_guard const lock(mutex_);
  asked_.reset();
  stop_.request_stop();
}

std::shared_ptr<Explanation const> Explainer::newest() const {
  std::lock_guard const lock(mutex_);
  return newest_;
}

bool Explainer::busy() const {
  std::lock_guard const lock(mutex_);
  return working_ || asked_;
}

void Explainer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || asked_; });
    if (ending_) return;
    Question question = std::move(*asked_);
    asked_.reset();
    stop_ = std::stop_source();
    auto const stop = stop_.get_token();
    working_ = true;
    lock.unlock();
    answer(std::move(question), stop);
    lock.lock();
    working_ = false;
  }
}

void Explainer::answer(Question question, std::stop_token const& stop) {
  whatif::AttributionPlan const plan(base_, question.parts);
  Explanation out{question.layout, std::move(question.parts), {}, engines_.slow == nullptr};
  if (!run(*engines_.quick, plan, out, stop) || out.complete) return;
  out.complete = true;
  run(*engines_.slow, plan, out, stop);
}

/// False when it was given up, and then nothing is told.
bool Explainer::run(whatif::Runner& runner, whatif::AttributionPlan const& plan, Explanation& out,
                    std::stop_token const& stop) {
  auto const outcomes = runner.run(plan.layouts(), {threads_, stop, {}});
  if (stop.stop_requested()) return false;
  auto found = whatif::attribute(plan, outcomes);
  auto const known = [&](whatif::Attributed const& figure) { // a slow engine's runner has what it needs as well
    return std::ranges::any_of(out.found.figures, [&](auto const& f) { return f.engine == figure.engine; });
  };
  std::erase_if(found.figures, known);
  std::ranges::move(found.figures, std::back_inserter(out.found.figures));
  for (auto& engine : found.failed)
    if (std::ranges::find(out.found.failed, engine) == out.found.failed.end())
      out.found.failed.push_back(std::move(engine));
  std::lock_guard const lock(mutex_);
  newest_ = std::make_shared<Explanation const>(out);
  return true;
}

} // namespace dalian::planner
