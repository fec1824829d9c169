#pragma once
// An observation as named values: every leaf of the schema by its path ("fix.lon_deg"), so that a new field appears by
// itself. Entity and times are not among them.
#include "twin/history/field_tree.hpp"
#include "twin/wire/wire.pb.h"

#include <functional>
#include <string>
#include <vector>

namespace dalian::exports {

struct FlatValue {
  enum class Type : std::uint8_t { number, truth, text } type = Type::text;
  std::string text; // as it is written: shortest form that reads back the same, "true", a name, JSON of what repeats
};

class FlatFields {
 public:
  FlatFields();
  std::vector<std::string> const& names() const { return names_; }
  /// Hands out what is there: number in names(), value.
  void visit(wire::Observation const& observation,
             std::function<void(std::size_t, FlatValue const&)> const& take) const;

 private:
  void visit(google::protobuf::Message const& message, std::vector<std::size_t> const& children,
             std::function<void(std::size_t, FlatValue const&)> const& take) const;
  void name(std::vector<std::size_t> const& children, std::string const& prefix);

  history::FieldTree tree_;
  std::vector<std::string> names_;
  std::vector<std::size_t> place_; // in names_, of each node
};

} // namespace dalian::exports
