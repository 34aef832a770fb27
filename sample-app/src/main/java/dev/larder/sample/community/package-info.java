/**
 * What the events of everybody add up to: analytics, leaderboard, dashboard. Entry point:
 * {@link dev.larder.sample.community.CommunityService}.
 */
@NullMarked
package dev.larder.sample.community;

import org.jspecify.annotations.NullMarked;
