import { plotPng } from '../../../engine/telemetry/index.ts';
import type { CloudWatchOperation } from '../context.ts';
import { invalidValue, notImplemented } from '../faults.ts';
import { linesOf } from '../widget/lines.ts';
import { readWidget } from '../widget/widget.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricWidgetImage.html */
export const getMetricWidgetImage: CloudWatchOperation<'GetMetricWidgetImage'> = async (
  { MetricWidget, OutputFormat = 'png' },
  { clock, metrics, timeScale, call },
) => {
  if (OutputFormat === 'image/png') throw notImplemented('The OutputFormat image/png');
  if (OutputFormat !== 'png')
    throw invalidValue(`The value ${OutputFormat} for parameter OutputFormat is invalid.`);
  const widget = readWidget(MetricWidget, clock.now());
  const { account, region } = call;
  const lines = linesOf(widget, { metrics, clock, account, region }, timeScale);
  return { MetricWidgetImage: await plotPng({ ...widget.frame, lines }) };
};
