#pragma once
// The fields of a protobuf message as a tree, found from its descriptor, so that a new field of the schema needs no
// change here. A leaf holds one value; what repeats, or is a map, is a leaf that holds its own serialized bytes.
#include <cstdint>
#include <google/protobuf/message.h>
#include <string>
#include <vector>

namespace dalian::history {

struct FieldNode {
  enum class Type : std::uint8_t { message, whole, real32, real64, text, opaque };
  google::protobuf::FieldDescriptor const* field = nullptr;
  Type type = Type::message;
  std::string path; // numbers from the root: "5.1"
  std::size_t parent = kNone;
  std::vector<std::size_t> children;
  std::vector<std::size_t> by_index; // the child of each field of the message by its index; kNone: left out
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

class FieldTree {
 public:
  /// Leaves out the top-level fields named in `without`, which the caller keeps in its own way.
  FieldTree(google::protobuf::Descriptor const& root, std::vector<int> const& without);

  std::vector<FieldNode> const& nodes() const { return nodes_; }
  std::vector<std::size_t> const& roots() const { return roots_; }
  std::vector<std::size_t> const& roots_by_index() const { return roots_by_index_; }

 private:
  struct Grown {
    std::vector<std::size_t> children, by_index;
  };
  Grown grow(google::protobuf::Descriptor const& type, std::size_t parent, std::vector<int> const& without);
  std::vector<FieldNode> nodes_; // parents before children
  std::vector<std::size_t> roots_, roots_by_index_;
};

/// A number of any width as 64 bits from which `set_bits` makes the same one again; reals by their IEEE 754 pattern.
std::uint64_t get_bits(google::protobuf::Message const& message, google::protobuf::FieldDescriptor const& field);
void set_bits(google::protobuf::Message& message, google::protobuf::FieldDescriptor const& field, std::uint64_t bits);

/// Of a text or opaque leaf.
std::string get_text(google::protobuf::Message const& message, FieldNode const& node);
/// False when opaque bytes are not a message.
bool set_text(google::protobuf::Message& message, FieldNode const& node, std::string const& text);

bool is_present(google::protobuf::Message const& message, google::protobuf::FieldDescriptor const& field);

} // namespace dalian::history
