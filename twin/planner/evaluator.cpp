#include "twin/planner/evaluator.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace dalian::planner {
namespace {

bool was_given_up(whatif::Outcomes const& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](auto const& o) { return o.second.ending == whatif::Ending::cancelled; });
}

double steady_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

Engines split(std::vector<whatif::Engine> const& engines, std::vector<std::string> const& slow) {
  std::set<std::string> late(slow.begin(), slow.end()), wanted = late;
  for (std::size_t before = 0; before != wanted.size() + late.size();) { // until nothing more is drawn in
    before = wanted.size() + late.size();
    for (whatif::Engine const& engine : engines)
      for (whatif::Need const& need : engine.needs) {
        if (wanted.contains(engine.name)) wanted.insert(need.engine);
        if (late.contains(need.engine)) late.insert(engine.name), wanted.insert(engine.name);
      }
  }
  std::vector<whatif::Engine> quick_ones, slow_ones;
  for (whatif::Engine const& engine : engines) {
    if (!late.contains(engine.name)) quick_ones.push_back(engine);
    if (wanted.contains(engine.name)) slow_ones.push_back(engine);
  }
  Engines out{std::make_shared<whatif::Runner>(std::move(quick_ones)), nullptr};
  if (std::ranges::any_of(slow_ones, [&](auto const& e) { return late.contains(e.name); }))
    out.slow = std::make_shared<whatif::Runner>(std::move(slow_ones));
  return out;
}

Evaluator::Evaluator(Engines engines, plan::Layout base, unsigned threads)
    : engines_(std::move(engines)), base_(std::move(base)), threads_(threads), thread_([this] { work(); }) {}

Evaluator::~Evaluator() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
    stop_.request_stop();
  }
  wake_.notify_one();
  thread_.join();
}

void Evaluator::ask(plan::Layout layout, Depth depth) {
  {
    std::lock_guard const lock(mutex_);
    asked_ = Question{std::move(layout), depth};
    // Glances follow each other faster than they are answered: were each given up for the next, none would ever be.
    if (depth == Depth::full || stage_ == Stage::slow) stop_.request_stop();
  }
  wake_.notify_one();
}

std::shared_ptr<Answer const> Evaluator::newest() const {
  std::lock_guard const lock(mutex_);
  return newest_;
}

bool Evaluator::busy() const {
  std::lock_guard const lock(mutex_);
  return stage_ != Stage::idle || asked_;
}

void Evaluator::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || asked_; });
    if (ending_) return;
    Question const question = std::move(*asked_);
    asked_.reset();
    stop_ = std::stop_source();
    auto const stop = stop_.get_token();
    stage_ = Stage::quick;
    lock.unlock();
    auto answer = glance_at(question.layout, stop);
    lock.lock();
    if (answer) newest_ = std::make_shared<Answer const>(*answer);
    if (answer && !answer->awaited.empty() && question.depth == Depth::full && !asked_ && !ending_) {
      stage_ = Stage::slow;
      lock.unlock();
      answer = completed(std::move(*answer), question.layout, stop);
      lock.lock();
      if (answer) newest_ = std::make_shared<Answer const>(std::move(*answer));
    }
    stage_ = Stage::idle;
  }
}

/// The base's results are kept by the runner, so that they are computed once.
std::optional<Answer> Evaluator::glance_at(plan::Layout const& layout, std::stop_token const& stop) {
  double const begun = steady_s();
  auto outcomes = engines_.quick->run({base_, layout}, {threads_, stop, {}});
  if (was_given_up(outcomes[0]) || was_given_up(outcomes[1])) return std::nullopt;
  Answer out{layout.hash(), std::move(outcomes[0]), std::move(outcomes[1]), {}, 0, {}};
  out.change = whatif::compare(out.base, out.now);
  out.seconds = steady_s() - begun;
  if (engines_.slow)
    for (whatif::Engine const& engine : engines_.slow->engines())
      if (!out.now.contains(engine.name)) out.awaited.push_back(engine.name);
  return out;
}

std::optional<Answer> Evaluator::completed(Answer answer, plan::Layout const& layout, std::stop_token const& stop) {
  double const begun = steady_s();
  auto outcomes = engines_.slow->run({base_, layout}, {threads_, stop, {}});
  if (was_given_up(outcomes[0]) || was_given_up(outcomes[1])) return std::nullopt;
  answer.base.merge(outcomes[0]);
  answer.now.merge(outcomes[1]);
  answer.change = whatif::compare(answer.base, answer.now);
  answer.awaited.clear();
  answer.seconds += steady_s() - begun;
  return answer;
}

} // namespace dalian::planner
