#include "twin/whatif/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <thread>

namespace dalian::whatif {
namespace {

std::vector<Engine> in_order(std::vector<Engine> engines) {
  std::vector<Engine> sorted;
  auto const is_there = [&](std::string const& name) {
    return std::any_of(sorted.begin(), sorted.end(), [&](Engine const& e) { return e.name == name; });
  };
  while (!engines.empty()) {
    auto const next = std::find_if(engines.begin(), engines.end(), [&](Engine const& e) {
      return std::all_of(e.needs.begin(), e.needs.end(), [&](Need const& n) { return is_there(n.engine); });
    });
    assert(next != engines.end() && "engines need others that are there, in no circle");
    sorted.push_back(std::move(*next));
    engines.erase(next);
  }
  return sorted;
}

plan::Finding failure_of(Engine const& engine, std::string message) {
  return {plan::Severity::error, "", "", "", fmt::format("engine {}: {}", engine.name, message)};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

/// One call of run(): which engine of which scenario may begin, and who waits for it.
class RunnerPass {
 public:
  RunnerPass(Runner& runner, std::vector<plan::Layout> const& layouts, RunOptions const& options)
      : runner_(runner), layouts_(layouts), options_(options), outcomes_(layouts.size()) {
    auto const& engines = runner_.engines_;
    for (std::size_t s = 0; s < layouts.size(); ++s)
      for (std::size_t e = 0; e < engines.size(); ++e) {
        waits_.push_back(engines[e].needs.size());
        if (engines[e].needs.empty()) ready_.push_back(s * engines.size() + e);
      }
  }

  std::vector<Outcomes> run() {
    {
      std::vector<std::jthread> others;
      auto const useful = std::min<std::size_t>(std::max(1u, options_.threads), waits_.size());
      for (std::size_t i = 1; i < useful; ++i)
        others.emplace_back([this] { work(); });
      work();
    }
    return std::move(outcomes_);
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (done_ < waits_.size()) {
      if (ready_.empty()) {
        changed_.wait(lock);
        continue;
      }
      std::size_t const task = ready_.front();
      ready_.pop_front();
      Outcomes const& before = outcomes_[task / count()]; // its own needs are done, and are not touched again
      std::vector<Outcome const*> needed;
      for (Need const& need : engine(task).needs)
        needed.push_back(&before.at(need.engine));
      lock.unlock();
      Outcome outcome = evaluate(engine(task), layouts_[task / count()], needed);
      lock.lock();
      finish(task, std::move(outcome));
    }
    changed_.notify_all();
  }

  void finish(std::size_t task, Outcome outcome) {
    std::size_t const first = task - task % count();
    outcomes_[task / count()][engine(task).name] = std::move(outcome);
    for (std::size_t other = first; other < first + count(); ++other)
      for (Need const& need : engine(other).needs)
        if (need.engine == engine(task).name && --waits_[other] == 0) ready_.push_front(other);
    ++done_;
    if (options_.progress) options_.progress(done_, waits_.size());
    changed_.notify_all();
  }

  Outcome evaluate(Engine const& engine, plan::Layout const& layout, std::vector<Outcome const*> const& needed) {
    Outcome out;
    if (options_.stop.stop_requested()) return cancelled(engine);
    Inputs::Needs needs;
    for (std::size_t i = 0; i < needed.size(); ++i) {
      if (needed[i]->ending == Ending::cancelled) return cancelled(engine);
      if (needed[i]->ending == Ending::failed) {
        out.ending = Ending::failed;
        out.failure =
            failure_of(engine, fmt::format("left out, for it needs {}, which failed", engine.needs[i].engine));
        return out;
      }
      needs[engine.needs[i].engine] = needed[i]->evaluation.get();
    }
    return compute(engine, layout, std::move(needs));
  }

  Outcome compute(Engine const& engine, plan::Layout const& layout, Inputs::Needs needs) {
    Outcome out;
    ContentHash const key = key_of(engine, layout, needs);
    out.evaluation = runner_.store_->find(key);
    out.kept = out.evaluation != nullptr;
    out.ending = Ending::done;
    if (out.kept) return out;
    auto const start = std::chrono::steady_clock::now();
    try {
      auto evaluation = engine.run(Inputs(layout, engine.reads, std::move(needs), options_.stop));
      out.evaluation = runner_.store_->put(key, std::move(evaluation), durability_of(engine));
    } catch (Cancelled const&) {
      return cancelled(engine);
    } catch (std::exception const& e) {
      out.ending = Ending::failed;
      out.failure = failure_of(engine, e.what());
    }
    out.seconds = seconds_since(start);
    return out;
  }

  static Outcome cancelled(Engine const& engine) {
    Outcome out;
    out.failure = failure_of(engine, "cancelled");
    return out;
  }

  std::size_t count() const { return runner_.engines_.size(); }
  Engine const& engine(std::size_t task) const { return runner_.engines_[task % count()]; }

  Runner& runner_;
  std::vector<plan::Layout> const& layouts_;
  RunOptions const& options_;
  std::mutex mutex_; // of all below
  std::condition_variable changed_;
  std::vector<Outcomes> outcomes_;
  std::vector<std::size_t> waits_; // needs not yet done, by scenario and engine
  std::deque<std::size_t> ready_;
  std::size_t done_ = 0;
};

Runner::Runner(std::vector<Engine> engines, std::size_t kept_results)
    : engines_(in_order(std::move(engines))), store_(std::make_unique<ResultStore>(kept_results)) {}

std::vector<Outcomes> Runner::run(std::vector<plan::Layout> const& layouts, RunOptions const& options) {
  return RunnerPass(*this, layouts, options).run();
}

} // namespace dalian::whatif
