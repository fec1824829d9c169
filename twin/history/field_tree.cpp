#include "twin/history/field_tree.hpp"

#include <algorithm>
#include <bit>
#include <memory>

namespace dalian::history {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

FieldNode::Type type_of(FieldDescriptor const& field) {
  using Type = FieldNode::Type;
  if (field.is_repeated()) return Type::opaque;
  switch (field.cpp_type()) {
  case FieldDescriptor::CPPTYPE_MESSAGE:
    return Type::message;
  case FieldDescriptor::CPPTYPE_FLOAT:
    return Type::real32;
  case FieldDescriptor::CPPTYPE_DOUBLE:
    return Type::real64;
  case FieldDescriptor::CPPTYPE_STRING:
    return Type::text;
  default:
    return Type::whole;
  }
}

} // namespace

FieldTree::FieldTree(Descriptor const& root, std::vector<int> const& without) {
  Grown grown = grow(root, FieldNode::kNone, without);
  roots_ = std::move(grown.children);
  roots_by_index_ = std::move(grown.by_index);
}

FieldTree::Grown FieldTree::grow(Descriptor const& type, std::size_t parent, std::vector<int> const& without) {
  Grown grown;
  std::string const prefix = parent == FieldNode::kNone ? "" : nodes_[parent].path + '.';
  for (int i = 0; i < type.field_count(); ++i) {
    FieldDescriptor const& field = *type.field(i);
    bool const left_out = std::find(without.begin(), without.end(), field.number()) != without.end();
    std::size_t const at = nodes_.size();
    grown.by_index.push_back(left_out ? FieldNode::kNone : at);
    if (left_out) continue;
    grown.children.push_back(at);
    nodes_.push_back({&field, type_of(field), prefix + std::to_string(field.number()), parent, {}, {}});
    if (nodes_[at].type != FieldNode::Type::message) continue;
    Grown below = grow(*field.message_type(), at, {});
    nodes_[at].children = std::move(below.children);
    nodes_[at].by_index = std::move(below.by_index);
  }
  return grown;
}

std::uint64_t get_bits(Message const& message, FieldDescriptor const& field) {
  auto const& r = *message.GetReflection();
  switch (field.cpp_type()) {
  case FieldDescriptor::CPPTYPE_INT32:
    return static_cast<std::uint64_t>(std::int64_t{r.GetInt32(message, &field)});
  case FieldDescriptor::CPPTYPE_INT64:
    return static_cast<std::uint64_t>(r.GetInt64(message, &field));
  case FieldDescriptor::CPPTYPE_UINT32:
    return r.GetUInt32(message, &field);
  case FieldDescriptor::CPPTYPE_UINT64:
    return r.GetUInt64(message, &field);
  case FieldDescriptor::CPPTYPE_BOOL:
    return r.GetBool(message, &field) ? 1 : 0;
  case FieldDescriptor::CPPTYPE_ENUM:
    return static_cast<std::uint64_t>(std::int64_t{r.GetEnumValue(message, &field)});
  case FieldDescriptor::CPPTYPE_FLOAT:
    return std::bit_cast<std::uint32_t>(r.GetFloat(message, &field));
  case FieldDescriptor::CPPTYPE_DOUBLE:
    return std::bit_cast<std::uint64_t>(r.GetDouble(message, &field));
  default:
    return 0; // text and messages have no bits: not asked for
  }
}

void set_bits(Message& message, FieldDescriptor const& field, std::uint64_t bits) {
  auto const& r = *message.GetReflection();
  switch (field.cpp_type()) {
  case FieldDescriptor::CPPTYPE_INT32:
    return r.SetInt32(&message, &field, static_cast<std::int32_t>(bits));
  case FieldDescriptor::CPPTYPE_INT64:
    return r.SetInt64(&message, &field, static_cast<std::int64_t>(bits));
  case FieldDescriptor::CPPTYPE_UINT32:
    return r.SetUInt32(&message, &field, static_cast<std::uint32_t>(bits));
  case FieldDescriptor::CPPTYPE_UINT64:
    return r.SetUInt64(&message, &field, bits);
  case FieldDescriptor::CPPTYPE_BOOL:
    return r.SetBool(&message, &field, bits != 0);
  case FieldDescriptor::CPPTYPE_ENUM:
    return r.SetEnumValue(&message, &field, static_cast<int>(bits));
  case FieldDescriptor::CPPTYPE_FLOAT:
    return r.SetFloat(&message, &field, std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  case FieldDescriptor::CPPTYPE_DOUBLE:
    return r.SetDouble(&message, &field, std::bit_cast<double>(bits));
  default:
    return;
  }
}

std::string get_text(Message const& message, FieldNode const& node) {
  auto const& r = *message.GetReflection();
  if (node.type == FieldNode::Type::text) return r.GetString(message, node.field);
  std::unique_ptr<Message> const alone(message.New());
  alone->CopyFrom(message);
  std::vector<google::protobuf::FieldDescriptor const*> present;
  r.ListFields(*alone, &present);
  for (auto const* field : present)
    if (field != node.field) r.ClearField(alone.get(), field);
  return alone->SerializeAsString();
}

bool set_text(Message& message, FieldNode const& node, std::string const& text) {
  if (node.type == FieldNode::Type::opaque) return message.MergeFromString(text);
  message.GetReflection()->SetString(&message, node.field, text);
  return true;
}

bool is_present(Message const& message, FieldDescriptor const& field) {
  auto const& r = *message.GetReflection();
  return field.is_repeated() ? r.FieldSize(message, &field) > 0 : r.HasField(message, &field);
}

} // namespace dalian::history
