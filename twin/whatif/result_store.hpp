#pragma once
// Evaluations by the content they depend on. For any thread. When it is full the longest unused goes, those that rest
// on lasting layers last.
#include "twin/plan/schema.hpp"
#include "twin/whatif/evaluation.hpp"

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace dalian::whatif {

using EvaluationPtr = std::shared_ptr<Evaluation const>;

class ResultStore {
 public:
  explicit ResultStore(std::size_t capacity = 4096) : capacity_(capacity) {}

  EvaluationPtr find(ContentHash key);
  /// The kept one, should another thread have been faster.
  EvaluationPtr put(ContentHash key, Evaluation evaluation, plan::Durability durability);
  std::size_t size() const;

 private:
  struct Entry {
    ContentHash key;
    EvaluationPtr evaluation;
  };
  using Uses = std::list<Entry>; // the most recent first
  void make_room();

  mutable std::mutex mutex_;
  std::size_t capacity_;
  Uses lasting_, plan_;
  std::unordered_map<ContentHash, std::pair<plan::Durability, Uses::iterator>> entries_;
};

} // namespace dalian::whatif
