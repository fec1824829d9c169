#include "twin/export/flat_fields.hpp"

#include <cmath>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

namespace dalian::exports {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Type = history::FieldNode::Type;

FlatValue number(std::string text) {
  return {FlatValue::Type::number, std::move(text)};
}

/// JSON has no number for what is not finite; then the text.
template <class Real>
FlatValue real(Real value) {
  return {std::isfinite(value) ? FlatValue::Type::number : FlatValue::Type::text, fmt::format("{}", value)};
}

FlatValue whole(Message const& message, FieldDescriptor const& field) {
  auto const& r = *message.GetReflection();
  switch (field.cpp_type()) {
  case FieldDescriptor::CPPTYPE_BOOL:
    return {FlatValue::Type::truth, r.GetBool(message, &field) ? "true" : "false"};
  case FieldDescriptor::CPPTYPE_ENUM: {
    auto const* name = field.enum_type()->FindValueByNumber(r.GetEnumValue(message, &field));
    return {FlatValue::Type::text, name ? name->name() : std::to_string(r.GetEnumValue(message, &field))};
  }
  case FieldDescriptor::CPPTYPE_INT32:
  case FieldDescriptor::CPPTYPE_INT64:
    return number(std::to_string(static_cast<std::int64_t>(history::get_bits(message, field))));
  default:
    return number(std::to_string(history::get_bits(message, field)));
  }
}

FlatValue value_of(Message const& message, history::FieldNode const& node) {
  auto const& r = *message.GetReflection();
  switch (node.type) {
  case Type::real32:
    return real(r.GetFloat(message, node.field));
  case Type::real64:
    return real(r.GetDouble(message, node.field));
  case Type::text:
    return {FlatValue::Type::text, r.GetString(message, node.field)};
  case Type::opaque: {
    std::unique_ptr<Message> const alone(message.New());
    std::string json;
    if (history::set_text(*alone, node, history::get_text(message, node)))
      (void)google::protobuf::util::MessageToJsonString(*alone, &json);
    return {FlatValue::Type::text, json};
  }
  default:
    return whole(message, *node.field);
  }
}

} // namespace

FlatFields::FlatFields()
    : tree_(*wire::Observation::descriptor(),
            {wire::Observation::kEntityFieldNumber, wire::Observation::kTObsFieldNumber,
             wire::Observation::kTRxFieldNumber}),
      place_(tree_.nodes().size()) {
  name(tree_.roots(), "");
}

void FlatFields::name(std::vector<std::size_t> const& children, std::string const& prefix) {
  for (std::size_t const c : children) {
    history::FieldNode const& node = tree_.nodes()[c];
    std::string const own = prefix + node.field->name();
    if (node.type == Type::message) {
      name(node.children, own + '.');
      continue;
    }
    place_[c] = names_.size();
    names_.push_back(own);
  }
}

void FlatFields::visit(wire::Observation const& observation,
                       std::function<void(std::size_t, FlatValue const&)> const& take) const {
  visit(observation, tree_.roots(), take);
}

void FlatFields::visit(Message const& message, std::vector<std::size_t> const& children,
                       std::function<void(std::size_t, FlatValue const&)> const& take) const {
  for (std::size_t const c : children) {
    history::FieldNode const& node = tree_.nodes()[c];
    bool const plain = !node.field->has_presence() && !node.field->is_repeated(); // zero is a value, not an absence
    if (!plain && !history::is_present(message, *node.field)) continue;
    if (node.type == Type::message)
      visit(message.GetReflection()->GetMessage(message, node.field), node.children, take);
    else
      take(place_[c], value_of(message, node));
  }
}

} // namespace dalian::exports
