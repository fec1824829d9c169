#pragma once
// The sources in the order of their first batch: names and numbers.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::fusion {

class SourceTable {
 public:
  /// The number of `name`; the next one when it is new.
  std::uint32_t number(std::string const& name) {
    if (last_ < names_.size() && names_[last_] == name) return last_; // mostly the same as before
    auto const [it, is_new] = numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return last_ = it->second;
  }
  std::vector<std::string> const& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::uint32_t last_ = 0;
};

} // namespace dalian::fusion
