#pragma once
// Evaluations by the content they depend on. For any thread. When it is full, in number or in bytes, the longest unused
// goes, those that rest on lasting layers last.
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
  explicit ResultStore(std::size_t capacity = 4096, std::size_t most_bytes = std::size_t{1} << 29)
      : capacity_(capacity), most_bytes_(most_bytes) {}

  EvaluationPtr find(ContentHash key);
  /// The kept one, should another thread have been faster. One that alone is too large is kept until the next.
  EvaluationPtr put(ContentHash key, Evaluation evaluation, plan::Durability durability);
  std::size_t size() const;

 private:
  struct Entry {
    ContentHash key;
    EvaluationPtr evaluation;
    std::size_t bytes;
  };
  using Uses = std::list<Entry>; // the most recent first
  void forget_one();

  mutable std::mutex mutex_;
  std::size_t capacity_, most_bytes_, bytes_ = 0;
  Uses lasting_, plan_;
  std::unordered_map<ContentHash, std::pair<plan::Durability, Uses::iterator>> entries_;
};

} // namespace dalian::whatif
