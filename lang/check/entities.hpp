// SPDX-License-Identifier: MIT
// The pieces of looking a name up. Private to lang/check.
#pragma once

#include <optional>

#include "lang/check/context.hpp"

namespace hyp::check {

/// What a declared name means where it stands; nothing, and an error, where it means no value.
std::optional<Entity> entity_of(Context& context, Symbol& symbol, source::Span span);
/// True where an example lies in that member of a partition.
std::optional<Entity> member_entity(Context& context, PartitionId partition, std::uint32_t member,
                                    source::Span span);
/// `object.name`
std::optional<Entity> find_member(Context& context, const Scope& scope,
                                  const syntax::Member& member, source::Span span);

}  // namespace hyp::check
