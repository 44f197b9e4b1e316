package keepalived.vrrp.priority;

import keepalived.vrrp.machine.FaultCondition;

/// The part of a weighted tracker in the effective priority.
///
/// @param kind of the tracker
/// @param weight as configured; for files the multiplier
/// @param amount now added to the priority; 0 while the tracker does not act
public record Contribution(FaultCondition.Kind kind, String name, int weight, int amount) {}
