import type { ChartAxis, ChartSpec } from '../../../engine/telemetry/index.ts';
import { notImplemented } from '../faults.ts';
import { offsetMs } from '../translate/label.ts';
import { horizontalMarks, verticalMarks } from './annotations.ts';
import { Fields, invalidWidget, type Json } from './fields.ts';
import { type MetricRow, metricRows } from './metric-rows.ts';
import { timeOf } from './times.ts';

/** What a widget shows, as far as its data are not concerned. */
export type WidgetFrame = Omit<ChartSpec, 'lines'>;

/** A widget as it was read. */
export interface Widget {
  readonly frame: WidgetFrame;
  readonly rows: readonly MetricRow[];
  /** e.g. `+0130` */
  readonly timezone: string;
}

const MOST_METRICS = 100;
const LONGEST_SIDE = 2000;

/**
 * Reads a widget: a graph of metrics over time.
 * @throws Fault when it is none; 501 for what CloudWatch can draw and Postern cannot
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
 */
export function readWidget(text: string, nowMs: number): Widget {
  const fields = new Fields(parsed(text), 'MetricWidget');
  const view = fields.text('view') ?? 'timeSeries';
  if (view !== 'timeSeries') throw notImplemented(`The view ${view} of a MetricWidget`);
  const timezone = fields.text('timezone') ?? '+0000';
  if (!/^[+-]\d{4}$/.test(timezone)) throw invalidWidget(`${timezone} is no time zone such as +0130`);
  const metrics = fields.list('metrics');
  if (metrics.length === 0 || metrics.length > MOST_METRICS) {
    throw invalidWidget(`it must have from 1 to ${MOST_METRICS} metrics`);
  }
  const rows = metricRows(metrics, {
    stat: fields.text('stat') ?? 'Average',
    periodSeconds: fields.whole('period', 1, 86_400) ?? 300,
  });
  const frame = frameOf(fields, offsetMs(timezone), nowMs);
  fields.unbuilt('setPeriodToTimeRange', 'sparkline', 'trend');
  fields.ignore('liveData', 'region', 'singleValueFullPrecision', 'table', 'labels', 'gauge');
  fields.end();
  return { frame, rows, timezone };
}

function frameOf(fields: Fields, offset: number, nowMs: number): WidgetFrame {
  const fromMs = timeOf(fields.text('start') ?? '-PT3H', nowMs);
  const toMs = timeOf(fields.text('end') ?? '-PT0H', nowMs);
  if (fromMs >= toMs) throw invalidWidget('start must be before end');
  const legend = fields.object('legend');
  const yAxis = fields.object('yAxis');
  const annotations = fields.object('annotations');
  annotations?.unbuilt('alarms');
  const frame: WidgetFrame = {
    width: fields.whole('width', 1, LONGEST_SIDE) ?? 600,
    height: fields.whole('height', 1, LONGEST_SIDE) ?? 400,
    title: fields.text('title'),
    fromMs,
    toMs,
    offsetMs: offset,
    stacked: fields.flag('stacked'),
    legend: legend?.oneOf('position', ['bottom', 'right', 'hidden']) ?? 'bottom',
    axes: {
      ...(yAxis?.has('left') && { left: axisOf(yAxis.object('left') as Fields) }),
      ...(yAxis?.has('right') && { right: axisOf(yAxis.object('right') as Fields) }),
    },
    horizontal: horizontalMarks(annotations?.list('horizontal') ?? []),
    vertical: verticalMarks(annotations?.list('vertical') ?? []),
  };
  for (const part of [legend, yAxis, annotations]) part?.end();
  return frame;
}

function axisOf(fields: Fields): ChartAxis {
  const min = fields.number('min');
  const max = fields.number('max');
  const label = fields.text('label');
  fields.ignore('showUnits');
  fields.end();
  if (min !== undefined && max !== undefined && min >= max)
    throw invalidWidget('an axis must have min below max');
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(label !== undefined && label !== '' && { label }),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalidWidget('it is not JSON');
  }
}
