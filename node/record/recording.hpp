// A recording of a node: every input of its core, in order, with the time it was stepped at and a hash of what came of
// it. Since the core is a pure function, that is enough to step through it again anywhere.
//
// JSON lines. The first is a header; then one line for each record that the node recovered from; then "start" and one
// "step" for each input:
//
//   {"format":"feira-node-recording","version":1,"wire":1,"config":{...}}
//   {"record":{...}}
//   {"start":{"now":N,"last":N},"effects":"9f2c..."}
//   {"step":{"now":N,"input":{"kind":"message","message":{...}}},"effects":"77d0..."}
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "core/config.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"

namespace feira::node {

inline constexpr const char* recording_format = "feira-node-recording";
inline constexpr std::uint32_t recording_version = 1;

/// An input that owns what it is about.
struct RecordedInput {
  std::optional<Message> message;
  /// Refers to `message` when there is one.
  std::optional<Input> input;
};

nlohmann::json json_of(const Config& config);
nlohmann::json json_of(const Input& input);
// These throw nlohmann::json::exception, or std::runtime_error, when it is not one.
Config config_of(const nlohmann::json& value);
/// Into `out`, which must stay where it is as long as the input is used.
void read_input(const nlohmann::json& value, RecordedInput& out);

/// All that a step asks for, as lines of text.
std::string text_of(const Effects& effects);
/// What a recording keeps of it: eight bytes of its SHA-256, in hexadecimal.
std::string hash_of(const Effects& effects);

}  // namespace feira::node
